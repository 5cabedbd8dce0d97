'use client';
import { Field as Base } from '@base-ui/react/field';
import CircleAlert from 'lucide-react/icons/circle-alert';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** What every field says about itself; the same four words on each of them. */
export interface FieldText {
  label: ReactNode;
  hint?: ReactNode;
  /** The words of what is wrong; none means fine. */
  error?: string | undefined;
  optional?: boolean | undefined;
}

/** A field and its place, without the control in it. */
export interface FieldFrame extends FieldText {
  name?: string | undefined;
  disabled?: boolean | undefined;
  hideLabel?: boolean | undefined;
  className?: string | undefined;
}

export interface FieldProps extends FieldFrame {
  children: ReactNode;
}

/** What of a control's properties is the field's. */
export function frameOf(props: FieldFrame): FieldFrame {
  const { label, hint, error, optional, name, disabled, hideLabel, className } = props;
  return { label, hint, error, optional, name, disabled, hideLabel, className };
}

/** Label, control, hint and error, tied together for assistive technology by Base UI. */
export function Field({
  label,
  hint,
  error,
  optional,
  name,
  disabled,
  hideLabel,
  className,
  children,
}: FieldProps) {
  const t = useTranslations('ui');
  return (
    <Base.Root
      name={name}
      disabled={disabled}
      invalid={Boolean(error)}
      className={cx('flex min-w-0 flex-col gap-1', className)}
    >
      <Base.Label className={cx('font-medium text-sm', hideLabel && 'sr-only')}>
        {label}
        {optional ? <span className="ml-1.5 font-normal text-faint">{t('optional')}</span> : null}
      </Base.Label>
      {children}
      {error ? (
        <Base.Error match className="flex items-start gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </Base.Error>
      ) : null}
      {hint ? <Base.Description className="text-faint text-sm">{hint}</Base.Description> : null}
    </Base.Root>
  );
}
