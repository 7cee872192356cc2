/** The nonce of this answer, which the server wrote into the page. */
export const NONCE = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

// antd gives its styles the nonce of ConfigProvider, but its scroll lock and scroll bar measuring write a <style> without
// one, which the CSP refuses. Only our own scripts run here (script-src 'self'), so every style they make may have it.
const create = document.createElement.bind(document);
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = NONCE;
  return element;
}) as typeof document.createElement;
