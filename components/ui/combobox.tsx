'use client';
import { Combobox as Base } from '@base-ui/react/combobox';
import Check from 'lucide-react/icons/check';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Field, type FieldFrame, frameOf } from './field.tsx';

export interface ComboboxOption {
  value: string;
  label: string;
  hint?: string | undefined;
  icon?: ReactNode;
}

export interface ComboboxProps<Option extends ComboboxOption> extends FieldFrame {
  options: readonly Option[];
  value: Option | null;
  onValueChange: (option: Option | null) => void;
  /** Given: the server searches, `options` are its answer and are not filtered here. */
  onSearch?: ((text: string) => void) | undefined;
  searching?: boolean | undefined;
  /** The server has more than `options`, to be found by typing. */
  more?: boolean | undefined;
  placeholder?: string | undefined;
  emptyText?: string | undefined;
}

export function Combobox<Option extends ComboboxOption>(props: ComboboxProps<Option>) {
  const { disabled, options, value, onValueChange, onSearch } = props;
  const t = useTranslations('ui');
  return (
    <Field {...frameOf(props)}>
      <Base.Root
        items={options}
        value={value}
        disabled={disabled}
        onValueChange={(option) => onValueChange(option as Option | null)}
        onInputValueChange={(text, details) => details.reason === 'input-change' && onSearch?.(text)}
        isItemEqualToValue={(a, b) => a.value === b.value}
        {...(onSearch ? { filter: null } : {})}
      >
        <span className="relative flex items-center">
          <Base.Input placeholder={props.placeholder ?? t('searchToChoose')} className="control pr-8" />
          <Base.Trigger
            aria-label={t('showOptions')}
            className="absolute right-1 grid size-6 place-items-center rounded-sm text-faint hover:text-ink"
          >
            <ChevronsUpDown aria-hidden="true" className="size-4" />
          </Base.Trigger>
        </span>
        <Base.Portal>
          <Base.Positioner sideOffset={4} collisionPadding={8} className="z-60">
            <Base.Popup className="popup w-(--anchor-width) min-w-56 max-w-[calc(100vw-16px)]">
              <Base.Status className="px-3 py-1.5 text-faint text-xs empty:hidden">
                {props.searching ? t('searching') : null}
              </Base.Status>
              <Base.Empty className="px-3 py-2.5 text-dim text-sm empty:hidden">
                {props.searching ? null : (props.emptyText ?? t('nothingFound'))}
              </Base.Empty>
              <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 data-[empty]:hidden">
                {(option: Option) => (
                  <Base.Item key={option.value} value={option} className="menu-item">
                    {option.icon}
                    <span className="min-w-0 flex-1">
                      <span className="block truncate">{option.label}</span>
                      {option.hint ? (
                        <span className="mono block truncate text-faint">{option.hint}</span>
                      ) : null}
                    </span>
                    <Base.ItemIndicator>
                      <Check aria-hidden="true" className="size-4 text-accent" />
                    </Base.ItemIndicator>
                  </Base.Item>
                )}
              </Base.List>
              {props.more && !props.searching ? (
                <p className="border-line border-t px-3 py-1.5 text-faint text-xs">{t('typeForMore')}</p>
              ) : null}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  );
}
