import type { Control } from './contract.ts';

/** Why a value is none that a control of its name allows; null where it is, or where there is none of that name. */
export function controlMisfit(
  controls: readonly Control[],
  name: string,
  value: number | string | boolean,
): string | null {
  const control = controls.find((one) => one.name === name);
  if (!control) return null;
  switch (control.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'choice':
      return control.choices?.includes(String(value))
        ? null
        : `must be one of ${control.choices?.join(', ')}`;
    case 'text':
      return typeof value === 'string' ? null : 'must be text';
    case 'number': {
      if (typeof value !== 'number') return 'must be a number';
      const { min, max } = control;
      if (min !== undefined && value < min) return `must be ${min} at least`;
      return max !== undefined && value > max ? `must be ${max} at most` : null;
    }
  }
}
