import { z } from 'zod';
import { descriptionSchema, idSchema, lineSchema, nameSchema } from '#server/platform/contract.ts';

/** Encoders by a table of a customer's own: commands with values, each of which stands for the bytes of its downlinks. */

export const MAX_BYTES = 222;
const MAX_COMMANDS = 50;
const MAX_VALUES = 100;
const MAX_DOWNLINKS = 5;
export const FIRST_PORT = 1;
export const LAST_PORT = 223;

const hexSchema = z
  .string()
  .transform((hex) => hex.replace(/[\s:-]|0x/gi, '').toUpperCase())
  .pipe(z.string().regex(/^([0-9A-F]{2}){1,222}$/, 'must be 1 to 222 bytes in hexadecimal digits'));

const uniqueBy =
  <T>(key: (one: T) => string) =>
  (list: T[]) =>
    new Set(list.map(key)).size === list.length;

const commandSchema = z.strictObject({
  name: lineSchema(100).min(1),
  /** FPort of its downlinks. */
  port: z.int().min(FIRST_PORT).max(LAST_PORT).optional(),
  /** None: it takes hexadecimal digits as they are given. */
  values: z
    .array(
      z.strictObject({
        value: lineSchema(200).min(1),
        hex: z.array(hexSchema).min(1).max(MAX_DOWNLINKS),
      }),
    )
    .max(MAX_VALUES)
    .refine(
      uniqueBy<{ value: string }>((one) => one.value),
      'must not name a value twice',
    ),
});

const tableShape = {
  name: nameSchema,
  description: descriptionSchema,
  combines: z.boolean().default(false),
  commands: z
    .array(commandSchema)
    .min(1)
    .max(MAX_COMMANDS)
    .refine(
      uniqueBy<{ name: string }>((one) => one.name),
      'must not name a command twice',
    ),
};

export const encoderCreateSchema = z.strictObject({ deviceTypeId: idSchema, ...tableShape });
export type EncoderCreate = z.output<typeof encoderCreateSchema>;

export const encoderUpdateSchema = z.strictObject({ id: idSchema, ...tableShape });
export type EncoderUpdate = z.output<typeof encoderUpdateSchema>;

/** A command with the value that it is given. */
export interface GivenCommand {
  name: string;
  value: string;
}

/** One downlink as it would go out. */
export interface EncodedDownlink {
  port: number;
  payloadHex: string;
}

/** Why nothing can be made of them, with what names it. */
export interface EncodingRefusal {
  code:
    | 'no-command'
    | 'unknown-command'
    | 'unknown-value'
    | 'not-hex'
    | 'not-public'
    | 'one-at-a-time'
    | 'several-downlinks'
    | 'several-ports'
    | 'too-long'
    | 'not-a-table';
  name: string;
}
