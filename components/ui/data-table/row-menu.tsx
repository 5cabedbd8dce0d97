'use client';
import Copy from 'lucide-react/icons/copy';
import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical';
import ExternalLink from 'lucide-react/icons/external-link';
import Link2 from 'lucide-react/icons/link-2';
import PanelRightOpen from 'lucide-react/icons/panel-right-open';
import { useTranslations } from 'next-intl';
import { type ComponentProps, useState } from 'react';
import { copyText } from '../copy.ts';
import { Menu, MenuItem, MenuSeparator } from '../menu.tsx';
import { toast } from '../toast.tsx';
import type { BulkAction, RowCopy } from './table-types.ts';

export interface RowMenuProps {
  id: string;
  href: string | undefined;
  onOpen: (() => void) | undefined;
  /** What can be done with many rows can be done with one. */
  actions: readonly BulkAction[];
  copies: () => readonly RowCopy[];
  onDone: () => void;
  /** Tab reaches it: it is of the row that the arrows are at. */
  reachable: boolean;
}

/** Many rows, few menus: each is made when it is first asked for. */
export function RowMenu(props: RowMenuProps) {
  const [open, setOpen] = useState<boolean | null>(null);
  if (open === null) return <MenuButton reachable={props.reachable} onClick={() => setOpen(true)} />;
  return <OpenedMenu {...props} open={open} onOpenChange={setOpen} />;
}

function MenuButton({ reachable, ...props }: ComponentProps<'button'> & { reachable: boolean }) {
  const t = useTranslations('ui.table');
  return (
    <button
      type="button"
      aria-haspopup="menu"
      {...props}
      data-row-menu=""
      tabIndex={reachable ? 0 : -1}
      aria-label={t('rowMenu')}
      className="grid size-7 place-items-center rounded-[7px] text-faint hover:bg-line hover:text-ink data-[popup-open]:bg-line data-[popup-open]:text-ink"
    >
      <EllipsisVertical aria-hidden="true" className="size-4" />
    </button>
  );
}

interface OpenedMenuProps extends RowMenuProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function OpenedMenu(props: OpenedMenuProps) {
  const { id, href, onOpen, actions, onDone, reachable, open, onOpenChange } = props;
  const t = useTranslations('ui.table');
  const run = async (action: BulkAction) => {
    if (await action.onRun({ rows: { ids: [id] }, count: 1, atLeast: false })) onDone();
  };
  const copyLink = async () => {
    await copyText(new URL(href ?? '', window.location.href).href);
    toast({ title: t('linkCopied') });
  };
  const copies = props.copies();
  const copyValue = async ({ name, value }: RowCopy) => {
    if (await copyText(value)) toast({ title: t('rowValueCopied', { name }) });
  };
  return (
    <Menu align="end" open={open} onOpenChange={onOpenChange} trigger={<MenuButton reachable={reachable} />}>
      {onOpen ? (
        <MenuItem icon={<PanelRightOpen aria-hidden="true" />} onSelect={onOpen}>
          {t('open')}
        </MenuItem>
      ) : null}
      {href ? (
        <>
          <MenuItem
            icon={<ExternalLink aria-hidden="true" />}
            onSelect={() => window.open(href, '_blank', 'noopener')}
          >
            {t('openApart')}
          </MenuItem>
          <MenuItem icon={<Link2 aria-hidden="true" />} onSelect={() => void copyLink()}>
            {t('copyRowLink')}
          </MenuItem>
        </>
      ) : null}
      {copies.map((copy) => (
        <MenuItem key={copy.name} icon={<Copy aria-hidden="true" />} onSelect={() => void copyValue(copy)}>
          {t('copyRowValue', { name: copy.name })}
        </MenuItem>
      ))}
      {actions.length > 0 && (href || onOpen || copies.length > 0) ? <MenuSeparator /> : null}
      {actions.map((action) => (
        <MenuItem key={action.id} icon={action.icon} danger={action.danger} onSelect={() => void run(action)}>
          {action.label}
        </MenuItem>
      ))}
    </Menu>
  );
}
