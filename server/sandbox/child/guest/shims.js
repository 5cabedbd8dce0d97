// Guest code: evaluated inside QuickJS, once, before any script. What codecs expect beyond ECMAScript.
(function shims() {
  const root = globalThis;
  const hidden = (target, name, value) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });

  const exportsObject = {};
  hidden(root, 'exports', exportsObject);
  hidden(root, 'module', { exports: exportsObject });
  // Actility's codecs keep a per-device array there; ours starts empty at every call.
  hidden(root, 'context', []);

  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  hidden(root, 'btoa', function btoa(text) {
    const s = String(text);
    let out = '';
    for (let i = 0; i < s.length; i += 3) {
      const a = s.charCodeAt(i);
      const b = s.charCodeAt(i + 1);
      const c = s.charCodeAt(i + 2);
      if (a > 255 || b > 255 || c > 255) throw new RangeError('btoa: a character is above U+00FF');
      out += ALPHABET[a >> 2] + ALPHABET[((a & 3) << 4) | (b >> 4)];
      out += i + 1 < s.length ? ALPHABET[((b & 15) << 2) | (c >> 6)] : '=';
      out += i + 2 < s.length ? ALPHABET[c & 63] : '=';
    }
    return out;
  });
  hidden(root, 'atob', function atob(text) {
    const s = String(text)
      .replace(/[\t\n\f\r ]/g, '')
      .replace(/={1,2}$/, '');
    if (s.length % 4 === 1) throw new RangeError('atob: the text is not base64');
    let out = '';
    let bits = 0;
    let held = 0;
    for (let i = 0; i < s.length; i++) {
      const value = ALPHABET.indexOf(s[i]);
      if (value < 0) throw new RangeError(`atob: '${s[i]}' is not base64`);
      bits = ((bits << 6) | value) & 0xffffff;
      held += 6;
      if (held >= 8) {
        held -= 8;
        out += String.fromCharCode((bits >> held) & 255);
      }
    }
    return out;
  });

  // QuickJS carries no Intl. Codecs use these only to print; en-US is what every other engine defaults to here.
  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ',');
  hidden(Number.prototype, 'toLocaleString', function localeNumber(_locale, options) {
    const value = Number(this);
    if (!Number.isFinite(value)) return String(value).replace('Infinity', '∞');
    const least = Math.min(20, Number(options?.minimumFractionDigits ?? 0));
    const most = Math.min(20, Math.max(least, Number(options?.maximumFractionDigits ?? Math.max(least, 3))));
    const [whole, fraction = ''] = Math.abs(value).toFixed(most).split('.');
    let rest = fraction;
    while (rest.length > least && rest.endsWith('0')) rest = rest.slice(0, -1);
    const sign = value < 0 && Number(`${whole}.${rest || 0}`) !== 0 ? '-' : '';
    return sign + (options?.useGrouping === false ? whole : grouped(whole)) + (rest && `.${rest}`);
  });
  const two = (n) => String(n).padStart(2, '0');
  const date = (d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()}`;
  const time = (d) =>
    `${d.getUTCHours() % 12 || 12}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} ${d.getUTCHours() < 12 ? 'AM' : 'PM'}`;
  const dated = (name, write) =>
    hidden(Date.prototype, name, function localeDate() {
      return Number.isNaN(this.getTime()) ? 'Invalid Date' : write(this);
    });
  dated('toLocaleDateString', date);
  dated('toLocaleTimeString', time);
  dated('toLocaleString', (d) => `${date(d)}, ${time(d)}`);
});
