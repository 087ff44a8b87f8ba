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
// The row and the line that a box stands for: rows are numbered anew when one is removed.
const targets = new WeakMap();

const rows = () => [...document.querySelectorAll(ROW)];
const controlOf = (row, name) => row.querySelector(`[name^="questions-"][name$="-${name}"]`);
const wordsOf = (row, field) =>
    (controlOf(row, `${field}_fr`)?.value || controlOf(row, `${field}_en`)?.value || "").trim();

const boxFor = (name, target, label, isTicked) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name });
    box.value = `new:${/^questions-(\d+)-/.exec(controlOf(target.row, "kind").name)[1]}:${target.number}`;
    box.checked = isTicked(box.value);
    targets.set(box, target);
    const place = document.createElement("label");
    place.append(box, ` ${label}`);
    return place;
};

/** Gives "only if" a box for each choice of the unsaved questions above it. */
const offerUnsaved = (conditions) => {
    const own = conditions.closest(ROW);
    if (!own || conditions.querySelector(":disabled")) return;
    const place = conditions.querySelector("[data-unsaved]");
    const ticked = [...place.querySelectorAll(":checked")];
    const name = controlOf(own, "kind").name.replace(/kind$/, "conditions");
    place.replaceChildren();
    const all = rows();
    for (const row of all.slice(0, all.indexOf(own))) {
        if (controlOf(row, "id")?.value || !OPENING.includes(controlOf(row, "kind")?.value)) continue;
        const group = document.createElement("fieldset");
        group.append(
            Object.assign(document.createElement("legend"), { textContent: wordsOf(row, "text") }),
        );
        const lines = wordsOf(row, "choices").split("\n").filter((line) => line.trim());
        lines.forEach((line, number) => {
            const isTicked = (value) =>
                ticked.some((box) => {
                    const target = targets.get(box);
                    return target ? target.row === row && target.number === number : box.value === value;
                });
            group.append(boxFor(name, { row, number }, line.trim(), isTicked));
        });
        place.append(group);
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
