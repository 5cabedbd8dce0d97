'use client';
import { Select as Base } from '@base-ui/react/select';
import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { useTranslations } from 'next-intl';
import type { ReactNode, Ref } from 'react';
import { Field, type FieldFrame, frameOf } from './field.tsx';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  hint?: string | undefined;
  icon?: ReactNode;
  disabled?: boolean | undefined;
}

export interface SelectProps<Value extends string> extends FieldFrame {
  options: readonly SelectOption<Value>[];
  value?: Value | null | undefined;
  defaultValue?: Value | undefined;
  onValueChange?: ((value: Value) => void) | undefined;
  onBlur?: (() => void) | undefined;
  placeholder?: string | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, placeholder, ref, onBlur, onValueChange, name, disabled, value, defaultValue } = props;
  const t = useTranslations('ui');
  return (
    <Field {...frameOf(props)}>
      <Base.Root
        {...{ name, disabled, value, defaultValue }}
        items={[...options]}
        onValueChange={(value) => value !== null && onValueChange?.(value as Value)}
      >
        <Base.Trigger ref={ref} onBlur={onBlur} className="control flex items-center gap-2 text-left">
          <Base.Value
            className="min-w-0 flex-1 truncate data-[placeholder]:text-faint"
            placeholder={placeholder ?? t('choose')}
          />
          <Base.Icon className="text-faint">
            <ChevronDown aria-hidden="true" className="size-4" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner alignItemWithTrigger={false} sideOffset={4} collisionPadding={8} className="z-60">
            <Base.Popup className="popup min-w-(--anchor-width) max-w-[calc(100vw-16px)] outline-none">
              <Base.List className="max-h-(--available-height) overflow-y-auto p-1">
                {options.map((option) => (
                  <Base.Item
                    key={option.value}
                    value={option.value}
                    disabled={option.disabled}
                    className="menu-item"
                  >
                    {option.icon}
                    <span className="min-w-0 flex-1">
                      <Base.ItemText>{option.label}</Base.ItemText>
                      {option.hint ? <span className="block text-faint text-xs">{option.hint}</span> : null}
                    </span>
                    <Base.ItemIndicator>
                      <Check aria-hidden="true" className="size-4 text-accent" />
                    </Base.ItemIndicator>
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  );
}
