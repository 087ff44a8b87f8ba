// Copies the link beside a button; without JavaScript, it is selected and copied by hand.

if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copy-link]")) {
        button.hidden = false;
        button.addEventListener("click", async () => {
            const link = button.closest("[data-link]").querySelector("input");
            await navigator.clipboard.writeText(link.value);
            const label = button.textContent;
            button.textContent = button.dataset.copied;
            setTimeout(() => (button.textContent = label), 2000);
        });
    }
}
