import type { Control } from '#server/device-types/contract.ts';

/** What is typed for a control, before it is one. */
export interface TypedControl {
  /** Of the row, while it is typed. */
  key: number;
  name: string;
  kind: Control['kind'];
  unit: string;
  /** With commas between them. */
  choices: string;
  min: number | null;
  max: number | null;
  command: string;
}

export const NEW_CONTROL: Omit<TypedControl, 'key'> = {
  name: '',
  kind: 'number',
  unit: '',
  choices: '',
  min: null,
  max: null,
  command: '',
};

export const typedControls = (controls: readonly Control[]): TypedControl[] =>
  controls.map(({ name, kind, unit = '', choices = [], min = null, max = null, command = '' }, key) => ({
    key,
    name,
    kind,
    unit,
    choices: choices.join(', '),
    min,
    max,
    command,
  }));

/** Only what belongs to its kind; what was typed for another one is left out. */
export function controlOf({ name, kind, unit, choices, min, max, command }: TypedControl): Control {
  return {
    name,
    kind,
    ...(kind === 'number' && unit.trim() ? { unit } : {}),
    ...(kind === 'number' && min !== null ? { min } : {}),
    ...(kind === 'number' && max !== null ? { max } : {}),
    ...(kind === 'choice'
      ? {
          choices: choices
            .split(',')
            .map((one) => one.trim())
            .filter(Boolean),
        }
      : {}),
    ...(command ? { command } : {}),
  };
}
