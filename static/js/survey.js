// Makes answering a survey easier where there is JavaScript; without it, everything works as well.
//
// A ranking is moved by buttons, by the arrow keys and by drag, and fills in its own numbers. A
// question that depends on another appears once it is to be asked. What is typed is kept in this
// browser until the server has accepted it: not for anonymous surveys, nor on shared devices.

const script = document.querySelector("script[data-moved]");
const form = document.querySelector("#survey");

const PREFIX = "survey-answers:";
const SHARED = "survey-on-shared-device";
const NEVER_KEPT = new Set(["asked", "code", "version", "section", "stamp", "website", "csrfmiddlewaretoken"]);

/* Ranking ------------------------------------------------------------------------------------ */

const numberOf = (row) => row.querySelector("input");
const isRanked = (row) => numberOf(row).value.trim() !== "";

/** Puts the rows with a number first, in its order, and numbers them anew. */
const inOrder = (list) => {
    const rows = [...list.children];
    const ranked = rows.filter(isRanked);
    ranked.sort((one, other) => Number(numberOf(one).value) - Number(numberOf(other).value));
    list.append(...ranked, ...rows.filter((row) => !ranked.includes(row)));
};

const renumber = (list, upTo) => {
    [...list.children].forEach((row, place) => {
        numberOf(row).value = place <= upTo || isRanked(row) ? place + 1 : "";
    });
    list.dispatchEvent(new Event("input", { bubbles: true }));
};

const makeRanking = (list) => {
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    list.after(status);

    const move = (row, to, focused) => {
        const rows = [...list.children];
        const place = Math.max(0, Math.min(rows.length - 1, to));
        rows.splice(rows.indexOf(row), 1);
        rows.splice(place, 0, row);
        list.append(...rows);
        renumber(list, place);
        focused?.focus();
        const words = script.dataset.moved.replace("{place}", place + 1).replace("{total}", rows.length);
        status.textContent = `${row.querySelector("label").textContent}: ${words}`;
    };
    const placeOf = (row) => [...list.children].indexOf(row);
    // One step from its place among those with a number; without one, after them: no other row gets
    // a number by it.
    const oneStep = (row, step) => {
        const ranked = [...list.children].filter(isRanked).length;
        return isRanked(row) ? Math.min(placeOf(row) + step, ranked - 1) : ranked;
    };

    for (const row of list.children) {
        const buttons = document.createElement("span");
        buttons.className = "move";
        for (const [label, sign, step] of [
            [script.dataset.up, "↑", -1],
            [script.dataset.down, "↓", 1],
        ]) {
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = sign;
            button.setAttribute("aria-label", `${label}: ${row.querySelector("label").textContent}`);
            button.addEventListener("click", () => move(row, oneStep(row, step), button));
            buttons.append(button);
        }
        row.append(buttons);
        row.draggable = true;
        row.addEventListener("dragstart", (event) => {
            row.classList.add("dragged");
            event.dataTransfer.effectAllowed = "move";
        });
        row.addEventListener("dragend", () => row.classList.remove("dragged"));
        row.addEventListener("dragover", (event) => {
            if (list.querySelector(".dragged")) event.preventDefault();
        });
        row.addEventListener("drop", (event) => {
            event.preventDefault();
            const dragged = list.querySelector(".dragged");
            if (dragged) move(dragged, placeOf(row));
        });
        numberOf(row).addEventListener("keydown", (event) => {
            const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
            if (!step) return;
            event.preventDefault();
            move(row, oneStep(row, step), event.currentTarget);
        });
        numberOf(row).addEventListener("change", () => inOrder(list));
    }
    inOrder(list);
};

/* Questions that depend on another ----------------------------------------------------------- */

const showWhatIsAsked = () => {
    for (const question of form.querySelectorAll("[data-only-if], [data-only-if-each]")) {
        const { onlyIf, onlyIfEach } = question.dataset;
        const answers = (onlyIfEach ?? onlyIf).trim().split(" ").map((one) => one.split("="));
        const given = new FormData(form);
        const isGiven = ([name, value]) => given.getAll(name).includes(value);
        // What is not asked is not sent; what was typed there stays in the page.
        const isAsked = onlyIfEach
            ? answers.every(([name]) => answers.some((one) => one[0] === name && isGiven(one)))
            : answers.some(isGiven);
        question.hidden = !isAsked;
        for (const control of question.querySelectorAll("input, select, textarea")) {
            control.disabled = !isAsked;
        }
    }
};

/** To be gone on with later, or in the other language, what is hidden travels too. */
const sendWhatIsHidden = (event) => {
    if (["hand_in", "next"].includes(event.submitter?.name)) return;
    for (const control of form.querySelectorAll(":is([data-only-if], [data-only-if-each]) :disabled")) {
        control.disabled = false;
    }
};

/* What was typed ----------------------------------------------------------------------------- */

const key = () => `${PREFIX}${form.dataset.survey}`;

const typed = () =>
    [...new FormData(form)].filter(([name]) => !NEVER_KEPT.has(name) && !name.startsWith("_"));

const bringBack = (values) => {
    const names = new Set([...form.elements].map((control) => control.name));
    for (const [name, value] of values.filter(([name]) => !names.has(name))) {
        // Of another page of the form: it travels along, as the server's own fields do.
        const carried = Object.assign(document.createElement("input"), { type: "hidden", name, value });
        form.append(carried);
    }
    for (const control of form.elements) {
        if (!control.name || NEVER_KEPT.has(control.name) || control.tagName === "BUTTON") continue;
        const here = values.filter(([name]) => name === control.name).map(([, value]) => value);
        if (control.type === "radio" || control.type === "checkbox") {
            control.checked = here.includes(control.value);
        } else if (here.length) {
            [control.value] = here;
        }
    }
};

/** Of a survey that is closed, the texts that were never sent are shown once, and kept no more. */
const showWhatWasKept = (section) => {
    const name = `${PREFIX}${section.dataset.over}`;
    const { values } = JSON.parse(localStorage.getItem(name)) ?? { values: [] };
    localStorage.removeItem(name);
    const texts = new Set(section.dataset.texts.split(" "));
    for (const [, text] of values.filter(([question, value]) => value && texts.has(question))) {
        section.querySelector("ul").append(
            Object.assign(document.createElement("li"), { textContent: text }),
        );
        section.hidden = false;
    }
};

const keepAnswers = () => {
    const note = document.querySelector("[data-kept-note]");
    const shared = note.querySelector("[data-shared-device]");
    const opened = JSON.stringify(typed());
    note.hidden = false;
    shared.checked = localStorage.getItem(SHARED) !== null;
    const kept = JSON.parse(localStorage.getItem(key()));
    const version = form.elements.version.value;
    // What the server sent back was typed later than what was kept; what was stored since, too.
    if (kept && form.dataset.fresh && kept.version === version) bringBack(kept.values);
    const keep = () => {
        if (localStorage.getItem(SHARED)) return;
        if (JSON.stringify(typed()) === opened) {
            localStorage.removeItem(key());
            return;
        }
        const values = typed();
        const until = Date.parse(form.dataset.until);
        localStorage.setItem(key(), JSON.stringify({ at: Date.now(), until, version, values }));
    };
    shared.addEventListener("change", () => {
        if (shared.checked) {
            localStorage.removeItem(key());
            localStorage.setItem(SHARED, "yes");
        } else {
            localStorage.removeItem(SHARED);
            keep();
        }
    });
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
};

try {
    const accepted = document.querySelector("[data-accepted]");
    if (accepted) localStorage.removeItem(`${PREFIX}${accepted.dataset.accepted}`);
    const over = document.querySelector("[data-over]");
    if (over) showWhatWasKept(over);
} catch {
    // No storage in this browser: nothing was kept.
}
if (form) {
    try {
        if ("keptAnswers" in form.dataset) keepAnswers();
    } catch {
        // Likewise.
    }
    for (const list of form.querySelectorAll("[data-ranking]")) makeRanking(list);
    form.addEventListener("change", showWhatIsAsked);
    form.addEventListener("submit", sendWhatIsHidden);
    showWhatIsAsked();
}
