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
