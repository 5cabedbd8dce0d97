'use client';
import { Combobox, type ComboboxOption } from './combobox.tsx';
import type { FieldFrame } from './field.tsx';

interface IdComboboxProps extends FieldFrame {
  options: readonly ComboboxOption[];
  /** Value of the option that is chosen. */
  value: string | null;
  onValueChange: (value: string | null) => void;
}

/** A combobox of options that are all here, held by their value. */
export function IdCombobox({ value, onValueChange, ...frame }: IdComboboxProps) {
  const chosen = frame.options.find((option) => option.value === value) ?? null;
  return (
    <Combobox
      {...frame}
      value={chosen}
      onValueChange={(option: ComboboxOption | null) => onValueChange(option?.value ?? null)}
    />
  );
}
