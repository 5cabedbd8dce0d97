import { BodyFault } from './body-fault.ts';
import { toUtcMilliseconds } from './instant.ts';

/** `camel-or-snake`: protobuf JSON, whose readers must accept both spellings of a field name. */
export type Naming = 'exact' | 'camel-or-snake';

const DECIMAL = /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;
const HEX = /^([0-9a-fA-F]{2})*$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Names are the readers' own: few, and asked for with every message. */
const snakeNames = new Map<string, string>();

function snakeCase(name: string): string {
  let snake = snakeNames.get(name);
  if (snake === undefined) {
    snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    snakeNames.set(name, snake);
  }
  return snake;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where an object stands in a body: its path, or what it is of another object, and the how manieth. */
type Place = string | { parent: Fields; name: string; index?: number };

/**
 * One object of an untrusted body. Readers answer undefined for what is absent, null or an empty string
 * (ThingPark writes unknown values as ""), and throw a BodyFault with the path for what is there but wrong.
 */
export class Fields {
  readonly #place: Place;
  readonly #values: Record<string, unknown>;
  readonly #naming: Naming;

  constructor(values: unknown, place: Place, naming: Naming) {
    this.#place = place;
    if (!isObject(values))
      throw new BodyFault('envelope.wrong-type', `${this.path || 'body'} is not an object`, this.path);
    this.#values = values;
    this.#naming = naming;
  }

  /** Put together when it is asked for: only a fault is told where it is. */
  get path(): string {
    if (typeof this.#place === 'string') return this.#place;
    const { parent, name, index } = this.#place;
    return index === undefined ? parent.at(name) : `${parent.at(name)}[${index}]`;
  }

  at(name: string): string {
    const { path } = this;
    return path === '' ? name : `${path}.${name}`;
  }

  names(): string[] {
    return Object.keys(this.#values);
  }

  raw(name: string): unknown {
    if (Object.hasOwn(this.#values, name)) return this.#values[name] ?? undefined;
    if (this.#naming === 'exact') return undefined;
    const snake = snakeCase(name);
    return Object.hasOwn(this.#values, snake) ? (this.#values[snake] ?? undefined) : undefined;
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw this.#wrong(name, 'a string');
    return value;
  }

  /** A value that some versions send as a string and others as a number. */
  scalar(name: string): string | undefined {
    const value = this.raw(name);
    return typeof value === 'number' ? String(value) : this.text(name);
  }

  number(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined || value === '') return undefined;
    const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) throw this.#wrong(name, 'a number');
    return number;
  }

  integer(name: string, min: number, max: number): number | undefined {
    const value = this.number(name);
    if (value === undefined) return undefined;
    if (!Number.isInteger(value)) throw this.#wrong(name, 'a whole number');
    if (value < min || value > max) {
      const message = `${this.at(name)} is ${value}, outside ${min}..${max}`;
      throw new BodyFault('envelope.out-of-range', message, this.at(name));
    }
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw this.#wrong(name, 'true or false');
  }

  /** ThingPark's booleans: 0 or 1, as string or number. */
  bit(name: string): boolean | undefined {
    const value = this.integer(name, 0, 1);
    return value === undefined ? undefined : value === 1;
  }

  /** Lower-case hex. */
  hex(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!HEX.test(value))
      throw new BodyFault('envelope.bad-hex', `${this.at(name)} is not hex`, this.at(name));
    return value.toLowerCase();
  }

  /** Base64 of either alphabet, padded or not (protobuf JSON accepts all four), as lower-case hex. */
  base64AsHex(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const digits = value.replace(/=+$/, '');
    const padded = digits.length !== value.length;
    if (!BASE64.test(value) || digits.length % 4 === 1 || (padded && value.length % 4 !== 0)) {
      throw new BodyFault('envelope.bad-base64', `${this.at(name)} is not base64`, this.at(name));
    }
    return Buffer.from(digits, 'base64url').toString('hex');
  }

  /** ISO 8601 UTC with milliseconds. */
  time(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const time = toUtcMilliseconds(value);
    if (time !== null) return time;
    const message = `${this.at(name)} is not an ISO 8601 time with offset`;
    throw new BodyFault('envelope.bad-time', message, this.at(name));
  }

  child(name: string): Fields | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : new Fields(value, { parent: this, name }, this.#naming);
  }

  children(name: string): Fields[] {
    const value = this.raw(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw this.#wrong(name, 'a list');
    return value.map((item, index) => new Fields(item, { parent: this, name, index }, this.#naming));
  }

  /** A list, or its only item without the list, as converters from XML write it. */
  oneOrMore(name: string): Fields[] {
    return isObject(this.raw(name)) ? [this.required(name, this.child(name))] : this.children(name);
  }

  /** Fields of `child(name)`, or an object in which everything is absent. */
  childOrEmpty(name: string): Fields {
    return this.child(name) ?? new Fields({}, { parent: this, name }, this.#naming);
  }

  required<T>(name: string, value: T | undefined): T {
    if (value !== undefined) return value;
    throw new BodyFault('envelope.missing', `${this.at(name)} is missing`, this.at(name));
  }

  #wrong(name: string, expected: string): BodyFault {
    return new BodyFault('envelope.wrong-type', `${this.at(name)} is not ${expected}`, this.at(name));
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Throws a BodyFault when the bytes are not UTF-8 JSON with an object as root. */
export function jsonFields(body: Uint8Array, naming: Naming): Fields {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(body));
  } catch {
    throw new BodyFault('envelope.not-json', 'The body is not JSON');
  }
  return new Fields(value, '', naming);
}
