// Shows of each question what its kind needs; without JavaScript, everything is there.

const CHOOSING = ["single", "multiple", "ranking", "availability"];
const SHOWN_FOR = {
    choices_fr: CHOOSING,
    allows_other: ["single", "multiple"],
    least: ["multiple", "scale", "number"],
    unit_fr: ["number"],
    is_whole: ["number"],
    low_label_fr: ["scale"],
    high_label_fr: ["scale"],
    drafts_agenda: ["ranking"],
};

/** The row of the form, or the part of it, that holds a control. */
const placeOf = (control, isWholeRow) =>
    control.closest(isWholeRow ? ".form-row" : ".fieldBox") ?? control.closest(".form-row");

const fit = (kind) => {
    const prefix = kind.name.replace(/-kind$/, "");
    for (const [name, kinds] of Object.entries(SHOWN_FOR)) {
        const control = kind.form.elements[`${prefix}-${name}`];
        if (!control) continue;
        const isWholeRow = !["allows_other", "drafts_agenda", "is_whole"].includes(name);
        placeOf(control, isWholeRow).hidden = !kinds.includes(kind.value);
    }
};

const kindsIn = (part) => part.querySelectorAll('select[name^="questions-"][name$="-kind"]');

kindsIn(document).forEach(fit);
/** The first ranking drafts the agenda, unless somebody says that it does not. */
const tickAgenda = (kind) => {
    const own = kind.form.elements[kind.name.replace(/-kind$/, "-drafts_agenda")];
    const ticked = [...kind.form.querySelectorAll('input[name$="-drafts_agenda"]:checked')];
    if (own) own.checked = kind.value === "ranking" && ticked.every((one) => one === own);
};

document.addEventListener("change", (event) => {
    if (!event.target.matches('select[name^="questions-"][name$="-kind"]')) return;
    fit(event.target);
    tickAgenda(event.target);
});
document.addEventListener("formset:added", (event) => kindsIn(event.target).forEach(fit));

/* Conditions on questions that are not saved yet ----------------------------------------------- */

const OPENING = ["single", "multiple"];
const ROW = '[id^="questions-"].inline-related:not(.empty-form)';
// The row and the words that a box stands for: rows and lines are numbered anew while one writes.
const targets = new WeakMap();
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/; // as the server counts lines

const rows = () => [...document.querySelectorAll(ROW)];
const controlOf = (row, name) => row.querySelector(`[name^="questions-"][name$="-${name}"]`);
const wordsOf = (row, field) =>
    (controlOf(row, `${field}_fr`)?.value || controlOf(row, `${field}_en`)?.value || "").trim();
const linesOf = (row) =>
    wordsOf(row, "choices").split(LINE_END).map((line) => line.trim()).filter(Boolean);

const NOWHERE = "new:9999:999"; // the server refuses it, and says what to choose

/** What a ticked box stands for, found again by its words, or else by its place. */
const targetOf = (box) => {
    const known = targets.get(box);
    if (!known) {
        const [, number, line] = box.value.split(":");
        const row = document.querySelector(`#questions-${number}`);
        return { row, line: Number(line), words: box.parentElement.textContent.trim() };
    }
    const lines = document.contains(known.row) ? linesOf(known.row) : [];
    const line = lines.indexOf(known.words);
    return { ...known, line: line < 0 && lines.length === known.total ? known.line : line };
};

const boxFor = (name, value, words, isTicked, target) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
    box.checked = isTicked;
    targets.set(box, { ...target, words });
    const place = document.createElement("label");
    place.append(box, ` ${words}`);
    return place;
};

const groupOf = (words, boxes) => {
    const group = document.createElement("fieldset");
    group.append(Object.assign(document.createElement("legend"), { textContent: words }), ...boxes);
    return group;
};

/** Gives "only if" a box for each choice of the unsaved questions above it. What was ticked stays,
    also where its question stands below by now: the server says then what is wrong. */
const offerUnsaved = (conditions) => {
    const own = conditions.closest(ROW);
    if (!own || conditions.querySelector(":disabled")) return;
    const place = conditions.querySelector("[data-unsaved]");
    const ticked = [...place.querySelectorAll(":checked")].map(targetOf);
    const name = controlOf(own, "kind").name.replace(/kind$/, "conditions");
    place.replaceChildren();
    const all = rows();
    for (const row of all) {
        const isAbove = all.indexOf(row) < all.indexOf(own);
        const chosen = ticked.filter((one) => one.row === row).map((one) => one.line);
        if (row === own || controlOf(row, "id")?.value) continue;
        if (!chosen.length && !(isAbove && OPENING.includes(controlOf(row, "kind")?.value))) continue;
        const [, number] = /^questions-(\d+)-/.exec(controlOf(row, "kind").name);
        const boxes = linesOf(row).map((words, line, { length: total }) =>
            boxFor(name, `new:${number}:${line}`, words, chosen.includes(line), { row, line, total }),
        );
        place.append(groupOf(wordsOf(row, "text"), boxes));
    }
    const lost = ticked.filter((one) => one.line < 0 || !all.includes(one.row));
    if (lost.length) {
        place.append(groupOf("", lost.map((one) => boxFor(name, NOWHERE, one.words, true, one))));
    }
    conditions.querySelector("[data-none]").hidden = conditions.querySelector("fieldset") !== null;
};

document.addEventListener(
    "toggle",
    (event) => {
        if (event.target.matches?.("[data-conditions]")) offerUnsaved(event.target);
    },
    true,
);
for (const name of ["formset:removed", "submit"]) {
    document.addEventListener(
        name,
        () => document.querySelectorAll("[data-conditions]").forEach(offerUnsaved),
        true,
    );
}
