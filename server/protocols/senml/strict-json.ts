import { malformed, type ParseResult, parsed, type Refusal } from '../parse-result.ts';

/** More levels than any pack has; each costs the reader of a document room on its stack. */
const MAX_DEPTH = 64;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NAME_END = /[ \t\n\r]*:/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;

/**
 * Reads JSON as two readers could not read it differently (RFC 8259 §4, §6; I-JSON, RFC 7493 §2): a name stands once in
 * its object, and an integer is one that every reader holds exactly. Whatever else JSON.parse takes is taken.
 */
export function parseStrictJson(text: string): ParseResult<unknown> {
  try {
    const json: unknown = JSON.parse(text);
    return new Ambiguities(text).first() ?? parsed(json);
  } catch (error) {
    return malformed('senml.not-json', `Not JSON: ${(error as Error).message}.`);
  }
}

interface Level {
  /** null: an array. */
  names: Set<string> | null;
  /** Where in it the reader is. */
  at: string | number;
}

/** Walks over text that is JSON: strings and numbers are taken as they come, commas and brackets tell where that is. */
class Ambiguities {
  readonly #text: string;
  readonly #levels: Level[] = [];
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  first(): Refusal | null {
    while (this.#index < this.#text.length) {
      const sign = this.#text[this.#index] as string;
      const isNumber = sign === '-' || (sign >= '0' && sign <= '9');
      const fault = sign === '"' ? this.#string() : isNumber ? this.#number() : this.#mark(sign);
      if (fault) return fault;
    }
    return null;
  }

  #string(): Refusal | null {
    const string = this.#take(STRING);
    const level = this.#levels.at(-1);
    if (!level?.names || this.#take(NAME_END) === '') return null;
    const name = JSON.parse(string) as string;
    level.at = name;
    if (level.names.has(name)) {
      const shown = JSON.stringify(name.slice(0, 40));
      return malformed('senml.repeated-field', `Field ${shown} stands twice in one object.`, this.#path());
    }
    level.names.add(name);
    return null;
  }

  /** What no double is written as, the next reader gets another number of. */
  #number(): Refusal | null {
    const number = this.#take(NUMBER);
    const value = Number(number);
    if (!/^-?\d+$/.test(number) || Number.isSafeInteger(value) || String(value) === number) return null;
    const message = 'An integer beyond 2^53 that not every reader holds: send it as text, or rounded.';
    return malformed('senml.not-exact', message, this.#path());
  }

  #mark(sign: string): Refusal | null {
    const level = this.#levels.at(-1);
    if (sign === '{') this.#levels.push({ names: new Set(), at: '' });
    else if (sign === '[') this.#levels.push({ names: null, at: 0 });
    else if (sign === '}' || sign === ']') this.#levels.pop();
    else if (sign === ',' && typeof level?.at === 'number') level.at++;
    this.#index++;
    return this.#levels.length > MAX_DEPTH
      ? malformed('senml.too-deep', `A pack has at most ${MAX_DEPTH} levels.`)
      : null;
  }

  #take(form: RegExp): string {
    form.lastIndex = this.#index;
    const taken = form.exec(this.#text)?.[0] ?? '';
    this.#index += taken.length;
    return taken;
  }

  #path(): string {
    const [root, ...others] = this.#levels.map(({ names, at }) => (names ? `.${at}` : `[${at}]`));
    return [root?.replace(/^\./, ''), ...others].join('');
  }
}
