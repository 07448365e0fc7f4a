// Closes a phone's menu of pages once a page was chosen; Streamlit leaves it open over the page.
const PHONE = "(max-width: 768px)";

export default function () {
  if (hub.closesMenu) return;
  hub.closesMenu = true;
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-testid=stSidebarNavLink]") || !matchMedia(PHONE).matches) return;
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  });
}
