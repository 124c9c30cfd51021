/**
 * Open the context menu of an element, as the Menu key does. The key itself
 * is not relied on: JupyterLab leaves events with Shift to the browser, and
 * Shift+F10 is one.
 *
 * @param element - what the menu is about
 * @param below - the element that the menu opens below; itself without one
 */
export function openContextMenu(
  element: HTMLElement,
  below: HTMLElement = element
): void {
  const { left, bottom, width } = below.getBoundingClientRect();
  element.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      // Of a wide row, below the name.
      clientX: left + Math.min(width, 32),
      clientY: bottom
    })
  );
}
