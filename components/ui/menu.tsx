'use client';
import { Menu as Base } from '@base-ui/react/menu';
import Check from 'lucide-react/icons/check';
import Link from 'next/link';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { useFinalFocus } from './final-focus.ts';

export interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'center' | 'end' | undefined;
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  className?: string | undefined;
  /** What has the focus once it is closed; the trigger unless something is named. */
  finalFocus?: (() => HTMLElement | null) | undefined;
}

export function Menu(props: MenuProps) {
  const { trigger, children, align = 'start', side = 'bottom', className, finalFocus, ...root } = props;
  const [popup, focusAfter] = useFinalFocus(finalFocus);
  return (
    <Base.Root {...root}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={5} collisionPadding={8} className="z-60">
          <Base.Popup
            ref={popup}
            finalFocus={focusAfter}
            className={cx(
              'popup max-h-(--available-height) min-w-44 max-w-[min(24rem,calc(100vw-16px))] overflow-y-auto p-1 outline-none',
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface ItemLook {
  icon?: ReactNode;
  /** A shortcut or a count at the far end. */
  trail?: ReactNode;
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  children: ReactNode;
}

export interface MenuItemProps extends ItemLook {
  onSelect?: (() => void) | undefined;
  href?: string | undefined;
  keepOpen?: boolean | undefined;
}

export function MenuItem({
  icon,
  trail,
  danger,
  disabled,
  children,
  onSelect,
  href,
  keepOpen,
}: MenuItemProps) {
  const className = cx('menu-item', danger && 'text-bad! data-[highlighted]:bg-bad-soft!');
  const content = (
    <>
      {icon ? <span className="grid text-dim [&_svg]:size-4">{icon}</span> : null}
      <span className="min-w-0 flex-1">{children}</span>
      {trail ? <span className="text-faint text-xs">{trail}</span> : null}
    </>
  );
  if (href && !disabled) {
    return (
      <Base.LinkItem closeOnClick render={<Link href={href} />} className={className}>
        {content}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item onClick={onSelect} disabled={disabled} closeOnClick={!keepOpen} className={className}>
      {content}
    </Base.Item>
  );
}

export interface MenuCheckItemProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
  children: ReactNode;
}

export function MenuCheckItem({ checked, onCheckedChange, disabled, children }: MenuCheckItemProps) {
  return (
    <Base.CheckboxItem
      checked={checked}
      onCheckedChange={onCheckedChange}
      disabled={disabled}
      closeOnClick={false}
      className="menu-item"
    >
      <span className="grid size-4 place-items-center text-accent">
        <Base.CheckboxItemIndicator>
          <Check aria-hidden="true" className="size-4" />
        </Base.CheckboxItemIndicator>
      </span>
      {children}
    </Base.CheckboxItem>
  );
}

export interface MenuRadioGroupProps<Value extends string> {
  label?: ReactNode;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; icon?: ReactNode }[];
}

export function MenuRadioGroup<Value extends string>({
  label,
  value,
  onValueChange,
  options,
}: MenuRadioGroupProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next) => onValueChange(next as Value)}>
      {label ? (
        <Base.GroupLabel className="label-type px-[9px] pt-1.5 pb-1 font-semibold">{label}</Base.GroupLabel>
      ) : null}
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className="menu-item">
          {option.icon ? <span className="grid text-dim [&_svg]:size-4">{option.icon}</span> : null}
          <span className="min-w-0 flex-1">{option.label}</span>
          <Base.RadioItemIndicator>
            <Check aria-hidden="true" className="size-4 text-accent" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuGroup({ label, children }: { label?: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      {label ? (
        <Base.GroupLabel className="label-type px-[9px] pt-1.5 pb-1 font-semibold">{label}</Base.GroupLabel>
      ) : null}
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}
