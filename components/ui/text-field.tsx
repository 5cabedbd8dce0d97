'use client';
import { Field as Base } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Field, type FieldText } from './field.tsx';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'size'>, FieldText {
  hideLabel?: boolean | undefined;
  /** Identifiers, keys, hex: monospaced, no spelling correction. */
  mono?: boolean | undefined;
  /** Stands inside the field, before what is typed. */
  lead?: ReactNode;
  /** Stands inside the field, after it: a unit, a button. */
  trail?: ReactNode;
  inputClassName?: string | undefined;
}

/** `<TextField label="Name" error={errors.name?.message} {...register('name')} />` */
export function TextField(props: TextFieldProps) {
  const { label, hint, error, optional, hideLabel, mono, lead, trail, className, inputClassName, ...input } =
    props;
  return (
    <Field
      {...{ label, hint, error, optional, hideLabel, className }}
      name={input.name}
      disabled={input.disabled}
    >
      <span className="relative flex items-center">
        {lead ? (
          <span className="pointer-events-none absolute left-2.5 grid text-faint [&_svg]:size-4">{lead}</span>
        ) : null}
        <Base.Control
          {...(mono
            ? { spellCheck: false, autoCapitalize: 'off', autoCorrect: 'off', autoComplete: 'off' }
            : {})}
          {...input}
          className={cx(
            'control',
            mono && 'font-mono text-[13px]',
            Boolean(lead) && 'pl-8',
            Boolean(trail) && 'pr-12',
            inputClassName,
          )}
        />
        {trail ? (
          <span className="absolute right-1.5 flex items-center text-faint text-sm">{trail}</span>
        ) : null}
      </span>
    </Field>
  );
}

export interface TextareaFieldProps extends ComponentProps<'textarea'>, FieldText {
  hideLabel?: boolean | undefined;
  mono?: boolean | undefined;
}

export function TextareaField(props: TextareaFieldProps) {
  const { label, hint, error, optional, hideLabel, mono, className, rows = 4, ...input } = props;
  return (
    <Field
      {...{ label, hint, error, optional, hideLabel, className }}
      name={input.name}
      disabled={input.disabled}
    >
      <Base.Control
        render={<textarea {...input} rows={rows} spellCheck={mono ? false : input.spellCheck} />}
        className={cx('control h-auto! min-h-16 resize-y py-1.5 leading-5', mono && 'font-mono text-[13px]')}
      />
    </Field>
  );
}
