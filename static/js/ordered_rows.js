/* The rows of an ordered part are moved by buttons or by drag, and their numbers follow.
   Without this module, the numbers themselves are there to be changed. */

const words = document.querySelector(`script[src="${new URL(import.meta.url).pathname}"]`).dataset;

const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

const rowsOf = (group) =>
    [...group.querySelectorAll(".inline-related:not(.empty-form)")].filter(positionOf);

const positionOf = (row) => row.querySelector(".field-position input");

function renumber(group) {
    rowsOf(group).forEach((row, index) => {
        const position = positionOf(row);
        if (position.value !== String(index + 1)) {
            position.value = index + 1;
            position.dispatchEvent(new Event("change", { bubbles: true }));
        }
    });
}

// The others move around the row, which so keeps the focus and the pointer.
function place(row, index) {
    const rows = rowsOf(row.closest(".inline-group"));
    const now = rows.indexOf(row);
    if (index > now) row.before(...rows.slice(now + 1, index + 1));
    else row.after(...rows.slice(index, now));
}

function move(row, steps) {
    const group = row.closest(".inline-group");
    const rows = rowsOf(group);
    const index = rows.indexOf(row) + steps;
    if (index < 0 || index >= rows.length) return;
    place(row, index);
    renumber(group);
    status.textContent = words.moved.replace("{place}", index + 1).replace("{total}", rows.length);
}

function button(text, sign, row, steps) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.title = text;
    made.setAttribute("aria-label", text);
    made.addEventListener("click", () => move(row, steps));
    return made;
}

function drag(handle, row) {
    handle.addEventListener("pointerdown", (start) => {
        handle.setPointerCapture(start.pointerId);
        row.classList.add("is-dragged");
    });
    handle.addEventListener("pointermove", (event) => {
        if (!row.classList.contains("is-dragged")) return;
        const over = rowsOf(row.closest(".inline-group")).findIndex((other) => {
            const { top, bottom } = other.getBoundingClientRect();
            return other !== row && top < event.clientY && event.clientY < bottom;
        });
        if (over >= 0) place(row, over);
    });
    handle.addEventListener("lostpointercapture", () => {
        row.classList.remove("is-dragged");
        renumber(row.closest(".inline-group"));
    });
}

function equip(row) {
    const tools = document.createElement("span");
    const handle = document.createElement("span");
    tools.className = "row-tools";
    handle.className = "row-handle";
    handle.title = words.drag;
    drag(handle, row);
    tools.append(handle, button(words.up, "↑", row, -1), button(words.down, "↓", row, 1));
    row.querySelector(".row-actions").prepend(tools);
}

for (const group of document.querySelectorAll(".inline-group")) {
    if (!group.querySelector(".field-position input")) continue;
    group.classList.add("is-ordered");
    rowsOf(group).forEach(equip);
    group.addEventListener("formset:added", ({ target }) => {
        equip(target);
        renumber(group);
    });
    // Taking a new row away, Django numbers the fields of the others by their order in the page,
    // where the saved rows have to come first.
    group.addEventListener(
        "click",
        ({ target }) => {
            if (!target.closest(".inline-deletelink")) return;
            const rows = rowsOf(group);
            const end = group.querySelector(".empty-form");
            const byNumber = (row) => Number(row.id.split("-").pop());
            const moved = [...rows].sort((one, other) => byNumber(one) - byNumber(other));
            moved.forEach((row) => end.before(row));
            setTimeout(() => {
                const left = rows.filter((row) => row.isConnected);
                left.forEach((row) => end.before(row));
                renumber(group);
            });
        },
        { capture: true },
    );
}
