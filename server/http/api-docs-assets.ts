/** Style and script of the documentation page; the script runs in the browser and knows only its own form fields. */

export const API_DOCS_STYLE = `
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent);--soft:color-mix(in srgb,currentColor 6%,transparent);--accent:#15803d}
*{box-sizing:border-box}body{margin:0 auto;max-width:62rem;padding:1.5rem;font:14px/1.5 system-ui,sans-serif}
code,pre,textarea{font:12.5px/1.5 ui-monospace,monospace}h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.75rem 0}a{color:var(--accent)}
details{border:1px solid var(--line);border-radius:6px;margin:.4rem 0;padding:0 .75rem}summary{cursor:pointer;padding:.5rem 0}
summary span:last-child{opacity:.75}.method{display:inline-block;min-width:3.5rem;font-weight:600;text-transform:uppercase;color:var(--accent)}
.method.post{color:#1d4ed8}.method.put{color:#b45309}.method.delete{color:#b91c1c}
@media (prefers-color-scheme:dark){:root{--accent:#4ade80}.method.post{color:#93c5fd}.method.put{color:#fcd34d}.method.delete{color:#fca5a5}}
label{display:grid;gap:.15rem;margin:.4rem 0}input,textarea{width:100%;padding:.35rem .5rem;border:1px solid var(--line);border-radius:4px;background:transparent;color:inherit}
fieldset{border:1px solid var(--line);border-radius:6px}fieldset label{display:inline-grid;margin-right:.75rem;min-width:16rem}
button{padding:.35rem .9rem;border:1px solid var(--line);border-radius:4px;background:var(--soft);color:inherit;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
pre{overflow:auto;max-height:24rem;padding:.6rem;background:var(--soft);border-radius:4px}
table{width:100%;border-collapse:collapse;margin:.5rem 0}td{border-top:1px solid var(--line);padding:.3rem .5rem .3rem 0;vertical-align:top}caption{text-align:left;font-weight:600}
small{opacity:.75}`;

export const API_DOCS_SCRIPT = `
'use strict';
let token = '';
const fields = (form) => [...form.querySelectorAll('input')].filter((input) => input.value !== '');
document.getElementById('token').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const output = form.querySelector('output');
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  for (const input of fields(form)) body.set(input.name, input.value);
  const response = await fetch('/api/oauth/token', { method: 'POST', body, credentials: 'omit' });
  const answer = await response.json();
  token = answer.access_token ?? '';
  output.textContent = token ? 'Signed in for ' + answer.expires_in / 60 + ' minutes: ' + answer.scope : answer.error_description;
});
for (const form of document.querySelectorAll('form.try')) form.addEventListener('submit', async (event) => {
  event.preventDefault();
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const extra = {};
  for (const input of fields(form)) {
    if (input.dataset.in === 'path') path = path.replace('{' + input.name + '}', encodeURIComponent(input.value));
    else if (input.dataset.in === 'header') extra[input.name] = input.value;
    else query.append(input.name, input.value);
  }
  const area = form.querySelector('textarea');
  const headers = token ? { ...extra, authorization: 'Bearer ' + token } : extra;
  if (area) headers['content-type'] = 'application/json';
  const address = query.size ? path + '?' + query : path;
  const show = form.querySelector('pre');
  show.hidden = false;
  show.textContent = '…';
  try {
    const response = await fetch(address, { method: form.dataset.method, headers, body: area?.value, credentials: 'omit' });
    const text = await response.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch {}
    show.textContent = form.dataset.method.toUpperCase() + ' ' + address + '\\n' + response.status + ' ' + response.statusText + '\\n\\n' + shown;
  } catch (error) {
    show.textContent = String(error);
  }
});
const open = () => { const target = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (target?.tagName === 'DETAILS') target.open = true; };
addEventListener('hashchange', open);
open();`;
