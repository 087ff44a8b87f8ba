// Keeps what is typed into a record's form in this browser until the server has it.
//
// A copy lies in localStorage under the person and the record; it holds the fields that differ from
// the page as it was opened, and the rows added. Never files, passwords or the joining link. It is
// erased once the server said that it saved, after seven days, and when the device is shared.

const PREFIX = "unsaved-work:";
const SHARED = "unsaved-work-on-shared-device";
const SENT = "unsaved-work-sent";
const DAYS_KEPT = 7;
const PAUSE = 400; // milliseconds after the last key
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "joining_link"]);
const NO_TEXT = new Set(["file", "password", "submit", "button", "image", "reset"]);
const SAVED = ".messagelist .success, [data-saved]";
const REFUSED = ".errornote, [data-refused]";
const ROW = /^(.+)-(\d+)-(.+)$/;

const read = (storage, key) => {
    try {
        return JSON.parse(storage.getItem(key));
    } catch {
        return null; // no storage here, or not ours
    }
};
const write = (storage, key, value) => {
    try {
        storage.setItem(key, JSON.stringify(value));
    } catch {
        // Full or forbidden: the warning before leaving remains.
    }
};
const copies = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

/** Whether a control holds something that a person typed and that may be kept. */
const isKept = (control) =>
    control.name &&
    !NO_TEXT.has(control.type) &&
    !NEVER_KEPT.has(control.name) &&
    !("version" in control.dataset) &&
    !control.name.startsWith("_") &&
    !control.name.includes("__prefix__") &&
    !control.name.endsWith("_FORMS");

/** What each control holds, by its name; of a choice also its words, for lists that are searched. */
const valuesOf = (form) => {
    const values = {};
    for (const control of form.elements) {
        if (!isKept(control)) continue;
        if (control.tagName === "SELECT") {
            values[control.name] = [...control.selectedOptions].map((one) => [one.value, one.text]);
        } else if (control.type === "checkbox") {
            values[control.name] = control.checked;
        } else if (control.type === "radio") {
            if (control.checked) values[control.name] = control.value;
        } else {
            values[control.name] = control.value;
        }
    }
    return values;
};

/** What the page says of the versions that it shows, by how the names of their controls begin. */
const versionsOf = (form) =>
    Object.fromEntries(
        [...form.querySelectorAll("[data-version]")].map(({ dataset, name, value }) => [
            dataset.version,
            { name, value },
        ]),
    );

const differing = (now, before) =>
    Object.fromEntries(
        Object.entries(now).filter(
            ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
        ),
    );

/** Puts a value into a control and tells whoever listens: editor, autocomplete, order of rows. */
const fill = (control, value) => {
    if (control.tagName === "SELECT") {
        for (const [key, text] of value) {
            if (![...control.options].some((one) => one.value === key)) control.add(new Option(text, key));
        }
        const chosen = new Set(value.map(([key]) => key));
        for (const option of control.options) option.selected = chosen.has(option.value);
    } else if (control.type === "checkbox") {
        control.checked = value;
    } else if (control.type === "radio") {
        control.checked = control.value === value;
    } else {
        control.value = value;
        const editor = control.closest(".prose-editor")?.querySelector("[contenteditable]")?.editor;
        editor?.commands.setContent(value, { emitUpdate: true });
    }
    // What comes back is seen to.
    for (let at = control.closest("details"); at; at = at.parentElement.closest("details")) {
        at.open = true;
    }
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
};

/** The kept rows' keys, by their places; a new row's is empty. */
const rowsAmong = (form, names) => {
    const rows = {};
    for (const name of names) {
        const [, prefix, place] = ROW.exec(name) ?? [];
        if (prefix && form.elements[`${prefix}-TOTAL_FORMS`]) {
            (rows[prefix] ??= {})[place] = form.elements[`${prefix}-${place}-id`]?.value ?? "";
        }
    }
    return rows;
};

/** Where a kept row stands in the page as it is now: by its key, or at the end as a new row. */
const placeOf = (form, prefix, key) => {
    const total = form.elements[`${prefix}-TOTAL_FORMS`];
    for (let place = 0; key && place < Number(total?.value); place += 1) {
        if (form.elements[`${prefix}-${place}-id`]?.value === key) return place;
    }
    document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)?.click();
    return Number(total?.value) - 1;
};

/** Gives a control this value; one that the page has no more travels along unseen, to be told of. */
const set = (form, name, value) => {
    const found = form.elements[name];
    if (!found && typeof value === "string") {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    for (const control of found instanceof RadioNodeList ? found : [found]) {
        if (control && isKept(control)) fill(control, value);
    }
};

const bringBack = (form, copy) => {
    // From the version that it was typed on, so that the server tells of what changed since.
    for (const [start, { name, value }] of Object.entries(copy.versions ?? {})) {
        if (!Object.keys(copy.values).some((typed) => typed.startsWith(start))) continue;
        if (form.elements[name]) form.elements[name].value = value;
        else set(form, name, value);
    }
    const moved = {};
    for (const [prefix, rows] of Object.entries(copy.rows)) {
        for (const [place, key] of Object.entries(rows)) {
            moved[`${prefix}-${place}`] = `${prefix}-${placeOf(form, prefix, key)}`;
        }
    }
    for (const [name, value] of Object.entries(copy.values)) {
        const [, prefix, place, field] = ROW.exec(name) ?? [];
        const row = moved[`${prefix}-${place}`];
        set(form, row ? `${row}-${field}` : name, value);
    }
};

const keepWork = (page) => {
    const form = document.querySelector("[data-kept-form], #content-main form[id$=_form]");
    if (!form) return;
    const key = `${PREFIX}${page.dataset.person}:${location.pathname}`;
    const notice = page.querySelector("[data-copy]");
    const shared = document.querySelector("[data-shared-device]");
    const isRefused = document.querySelector(REFUSED) !== null;
    const opened = valuesOf(form);
    const versions = versionsOf(form);
    // What the server refused is in the page again, and unsaved as much as before.
    const refused = isRefused ? (read(localStorage, key)?.values ?? {}) : {};
    let offered = isRefused ? null : read(localStorage, key);
    let isLeaving = false;
    let timer = 0;

    const changes = () => ({ ...refused, ...differing(valuesOf(form), opened) });
    const isUnsaved = () => isRefused || Object.keys(changes()).length > 0;

    const keep = () => {
        clearTimeout(timer);
        const values = changes();
        const rows = rowsAmong(form, Object.keys(values));
        if (localStorage.getItem(SHARED)) return;
        if (Object.keys(values).length) {
            // Typing on does not lose what an earlier visit left.
            write(localStorage, key, { at: Date.now(), versions, values, rows, earlier: offered });
        } else if (offered) {
            write(localStorage, key, offered);
        } else {
            localStorage.removeItem(key);
        }
    };

    const offer = (copy) => {
        offered = copy;
        notice.hidden = !copy;
        notice.querySelector("time").textContent = new Date(copy?.at ?? 0).toLocaleString(
            document.documentElement.lang,
            { dateStyle: "long", timeStyle: "short" },
        );
    };
    notice.querySelector("[data-bring-back]").addEventListener("click", () => {
        bringBack(form, offered);
        offer(null);
        keep();
    });
    notice.querySelector("[data-throw-away]").addEventListener("click", () => {
        offer(offered.earlier ?? null);
        keep();
    });
    offer(offered);

    shared.checked = localStorage.getItem(SHARED) !== null;
    shared.closest("[hidden]").hidden = false;
    shared.addEventListener("change", () => {
        if (shared.checked) {
            for (const copy of copies()) localStorage.removeItem(copy);
            write(localStorage, SHARED, true);
            offer(null);
        } else {
            localStorage.removeItem(SHARED);
            keep();
        }
    });

    const keepSoon = () => {
        clearTimeout(timer);
        timer = setTimeout(keep, PAUSE);
    };
    form.addEventListener("input", keepSoon);
    form.addEventListener("change", keepSoon);
    form.addEventListener("submit", () => {
        keep();
        isLeaving = true;
        write(sessionStorage, SENT, key);
    });
    addEventListener("pagehide", () => isUnsaved() && keep());
    addEventListener("beforeunload", (event) => {
        if (!isLeaving && isUnsaved()) event.preventDefault();
    });
};

/** The copy of what was sent goes as soon as the server says that it saved it. */
const forgetWhatWasSaved = () => {
    const sent = read(sessionStorage, SENT);
    const isSaved = document.querySelector(SAVED) && !document.querySelector(REFUSED);
    if (sent && isSaved) localStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
};

const forgetWhatIsOld = () => {
    const oldest = Date.now() - DAYS_KEPT * 24 * 60 * 60 * 1000;
    for (const key of copies()) {
        if (!(read(localStorage, key)?.at >= oldest)) localStorage.removeItem(key);
    }
};

try {
    forgetWhatWasSaved();
    forgetWhatIsOld();
} catch {
    // No storage in this browser: nothing was kept.
}
const page = document.querySelector("[data-unsaved-work]");
// After the other scripts have made the form what the person sees.
if (page) addEventListener("load", () => keepWork(page));
