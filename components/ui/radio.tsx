'use client';
import { Radio as Base } from '@base-ui/react/radio';
import { RadioGroup as BaseGroup } from '@base-ui/react/radio-group';
import CircleAlert from 'lucide-react/icons/circle-alert';
import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

export interface RadioOption<Value extends string> {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean | undefined;
}

export interface RadioGroupProps<Value extends string> {
  label: ReactNode;
  options: readonly RadioOption<Value>[];
  value?: Value | undefined;
  defaultValue?: Value | undefined;
  onValueChange?: ((value: Value) => void) | undefined;
  name?: string | undefined;
  /** `cards` gives each option a frame: for choices that decide what follows. */
  look?: 'list' | 'cards' | undefined;
  error?: string | undefined;
  className?: string | undefined;
}

export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, options, onValueChange, look = 'list', error, className, ...root } = props;
  const id = useId();
  return (
    <div className={className}>
      <div id={id} className="mb-1.5 font-medium text-sm">
        {label}
      </div>
      <BaseGroup
        {...root}
        aria-labelledby={id}
        onValueChange={(value) => onValueChange?.(value as Value)}
        className={look === 'cards' ? 'grid gap-2 sm:grid-cols-2' : 'flex flex-col gap-2'}
      >
        {options.map((option) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the button inside renders its own hidden input
          <label
            key={option.value}
            className={cx(
              'flex items-start gap-2.5',
              look === 'cards' &&
                'rounded-lg border border-line bg-panel p-3 transition-colors hover:border-edge has-[[data-checked]]:border-accent has-[[data-checked]]:bg-accent-soft',
            )}
          >
            <span className="flex h-5 items-center">
              <Base.Root
                value={option.value}
                aria-labelledby={`${id}-${option.value}`}
                {...(option.hint ? { 'aria-describedby': `${id}-${option.value}-hint` } : {})}
                disabled={option.disabled}
                className="grid size-4 shrink-0 place-items-center rounded-full border border-edge bg-panel data-[checked]:border-accent data-[checked]:bg-accent data-[disabled]:border-line data-[disabled]:bg-sunk"
              >
                <Base.Indicator className="size-1.5 rounded-full bg-on-accent" />
              </Base.Root>
            </span>
            <span className="min-w-0">
              <span id={`${id}-${option.value}`} className={look === 'cards' ? 'font-medium' : undefined}>
                {option.label}
              </span>
              {option.hint ? (
                <span id={`${id}-${option.value}-hint`} className="block text-dim text-sm">
                  {option.hint}
                </span>
              ) : null}
            </span>
          </label>
        ))}
      </BaseGroup>
      {error ? (
        <p data-wrong className="mt-1.5 flex items-start gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
    </div>
  );
}
