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
// The row and the line that an option stands for: rows are numbered anew when one is removed.
const targets = new WeakMap();

const rows = () => [...document.querySelectorAll(ROW)];
const controlOf = (row, name) => row.querySelector(`[name^="questions-"][name$="-${name}"]`);
const wordsOf = (row, field) =>
    (controlOf(row, `${field}_fr`)?.value || controlOf(row, `${field}_en`)?.value || "").trim();

/** Gives a box of "only if" an option for each choice of the unsaved questions above it. */
const offerUnsaved = (select) => {
    const chosen = targets.get(select.selectedOptions[0]);
    const chosenValue = select.value;
    for (const option of [...select.options]) if (option.value.startsWith("new:")) option.remove();
    const all = rows();
    const own = all.indexOf(select.closest(ROW));
    for (const row of all.slice(0, own)) {
        const kind = controlOf(row, "kind");
        if (controlOf(row, "id")?.value || !OPENING.includes(kind?.value)) continue;
        const place = /^questions-(\d+)-/.exec(kind.name)[1];
        const lines = wordsOf(row, "choices").split("\n").filter((line) => line.trim());
        lines.forEach((line, number) => {
            const label = `${wordsOf(row, "text")} → ${line.trim()}`;
            const option = new Option(label, `new:${place}:${number}`);
            targets.set(option, { row, number });
            select.add(option);
            option.selected = chosen
                ? chosen.row === row && chosen.number === number
                : option.value === chosenValue;
        });
    }
};

const conditions = () =>
    rows().map((row) => controlOf(row, "shown_if")).filter((one) => one && !one.disabled);
document.addEventListener("focusin", (event) => {
    if (event.target.matches('select[name^="questions-"][name$="-shown_if"]')) offerUnsaved(event.target);
});
for (const name of ["formset:removed", "submit"]) {
    document.addEventListener(name, () => conditions().forEach(offerUnsaved), true);
}
