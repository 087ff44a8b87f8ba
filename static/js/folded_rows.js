/* A link to a place within a folded row opens the row, also where the browser does not by itself. */

function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = [];
    for (let at = target?.closest("details"); at; at = at.parentElement.closest("details")) {
        if (!at.open) folded.push(at);
    }
    folded.forEach((row) => (row.open = true));
    if (folded.length) target.scrollIntoView();
}

window.addEventListener("hashchange", openTarget);
openTarget();
