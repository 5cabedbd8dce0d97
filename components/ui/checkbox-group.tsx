'use client';
import type { ReactNode } from 'react';
import { Checkbox } from './checkbox.tsx';

export interface CheckboxGroupProps<Value extends string> {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  options: readonly { value: Value; label: ReactNode; hint?: ReactNode }[];
  value: readonly Value[];
  /** In the order of the options. */
  onValueChange: (value: Value[]) => void;
}

/** Several of a few. */
export function CheckboxGroup<Value extends string>({
  label,
  hint,
  error,
  options,
  value,
  onValueChange,
}: CheckboxGroupProps<Value>) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">{label}</legend>
      {hint ? <p className="mb-2 text-faint text-sm">{hint}</p> : null}
      <div className="flex flex-col gap-1.5">
        {options.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            hint={option.hint}
            checked={value.includes(option.value)}
            onCheckedChange={(on) =>
              onValueChange(
                options.flatMap((one) =>
                  (one.value === option.value ? on : value.includes(one.value)) ? [one.value] : [],
                ),
              )
            }
          />
        ))}
      </div>
      {error ? (
        <p role="alert" className="mt-1 text-bad text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
