'use client';
import { NumberField as Base } from '@base-ui/react/number-field';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { useLocale, useTranslations } from 'next-intl';
import type { Ref } from 'react';
import { Field, type FieldText } from './field.tsx';

export interface NumberFieldProps extends FieldText {
  name?: string | undefined;
  value?: number | null | undefined;
  defaultValue?: number | undefined;
  onValueChange?: ((value: number | null) => void) | undefined;
  onBlur?: (() => void) | undefined;
  min?: number | undefined;
  max?: number | undefined;
  step?: number | undefined;
  unit?: string | undefined;
  format?: Intl.NumberFormatOptions | undefined;
  disabled?: boolean | undefined;
  required?: boolean | undefined;
  hideLabel?: boolean | undefined;
  className?: string | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}

const stepper =
  'grid h-full w-7 place-items-center text-dim hover:bg-sel hover:text-ink disabled:text-ghost [&_svg]:size-3.5';

export function NumberField(props: NumberFieldProps) {
  const { label, hint, error, optional, hideLabel, className, unit, ref, onBlur, onValueChange, ...root } =
    props;
  const t = useTranslations('ui');
  const locale = useLocale();
  return (
    <Field
      {...{ label, hint, error, optional, hideLabel, className }}
      name={root.name}
      disabled={root.disabled}
    >
      <Base.Root {...root} locale={locale} onValueChange={(value) => onValueChange?.(value)}>
        <Base.Group className="control flex items-center overflow-hidden p-0! focus-within:border-accent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent">
          <Base.Input
            ref={ref}
            onBlur={onBlur}
            className="h-full min-w-0 flex-1 bg-transparent px-2.5 outline-none"
          />
          {unit ? <span className="pr-2 text-faint text-sm">{unit}</span> : null}
          <Base.Decrement aria-label={t('decrease')} className={`${stepper} border-line border-l`}>
            <Minus aria-hidden="true" />
          </Base.Decrement>
          <Base.Increment aria-label={t('increase')} className={`${stepper} border-line border-l`}>
            <Plus aria-hidden="true" />
          </Base.Increment>
        </Base.Group>
      </Base.Root>
    </Field>
  );
}
