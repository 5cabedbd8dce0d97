/**
 * Monaco writes <style> elements and knows no nonce. Navigation inside the portal keeps the first page's content
 * security policy, so they must carry that page's nonce; scripts of the page still know it as a property.
 */
let installed = false;

export function giveStylesTheNonce(): void {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (installed || !nonce) return;
  installed = true;
  const create = document.createElement.bind(document);
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = create(tag, options);
    if (tag.toLowerCase() === 'style') element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
