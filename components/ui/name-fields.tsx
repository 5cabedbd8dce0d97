'use client';
import { TextareaField, type TextareaFieldProps, TextField, type TextFieldProps } from './text-field.tsx';

/** Longest name and description of a thing, as its contract has it. */
const MOST = 255;

interface Said {
  value: string;
  onValueChange: (value: string) => void;
}

export function NameField({
  onValueChange,
  ...field
}: Said & Omit<TextFieldProps, 'name' | 'maxLength' | 'onChange'>) {
  return (
    <TextField
      {...field}
      name="name"
      maxLength={MOST}
      onChange={(event) => onValueChange(event.target.value)}
    />
  );
}

export function DescriptionField({
  onValueChange,
  rows = 3,
  ...field
}: Said & Omit<TextareaFieldProps, 'name' | 'maxLength' | 'optional' | 'onChange'>) {
  return (
    <TextareaField
      {...field}
      name="description"
      optional
      rows={rows}
      maxLength={MOST}
      onChange={(event) => onValueChange(event.target.value)}
    />
  );
}
