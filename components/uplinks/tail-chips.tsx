'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import Pause from 'lucide-react/icons/pause';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { fromLocalInput, toLocalInput } from '#components/ui/data-table/local-input.ts';
import type { TableFilter } from '#components/ui/data-table/table-query.ts';
import { encodeTableQuery, readTableQuery } from '#components/ui/data-table/table-query.ts';
import { Menu, MenuCheckItem } from '#components/ui/menu.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import { MESSAGE_KINDS } from '#server/uplinks/contract.ts';

export function LiveChip({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const t = useTranslations('messages.tail');
  return (
    <Chip
      active={on}
      aria-pressed={on}
      title={on ? t('pause') : t('follow')}
      onClick={() => onChange(!on)}
      icon={
        on ? (
          <span aria-hidden="true" className="beat size-2 rounded-full bg-current" />
        ) : (
          <Pause aria-hidden="true" />
        )
      }
    >
      {on ? t('live') : t('paused')}
    </Chip>
  );
}

/** One filter of the table's address, set from a chip of its own. */
function useOneFilter(field: string): [TableFilter | undefined, (filter: TableFilter | null) => void] {
  const [params, change] = useUrlParams();
  const current = readTableQuery(new URLSearchParams(params.toString())).filters.find(
    (filter) => filter.field === field,
  );
  const set = (filter: TableFilter | null) =>
    change((address) => {
      const query = readTableQuery(address);
      const filters = query.filters.filter((one) => one.field !== field);
      for (const key of ['f', 'cursor']) address.delete(key);
      const next = { filters: filter ? [...filters, filter] : filters, limit: query.limit };
      for (const value of encodeTableQuery(next).getAll('f')) address.append('f', value);
    }, 'push');
  return [current, set];
}

/** Stands only while nothing is chosen: then the table's own chip says what was. */
export function KindChip() {
  const t = useTranslations('messages');
  const [current, set] = useOneFilter('kind');
  if (current) return null;
  return (
    <Menu
      trigger={
        <Chip>
          {t('tail.kindAll')}
          <ChevronDown aria-hidden="true" />
        </Chip>
      }
    >
      {MESSAGE_KINDS.map((kind) => (
        <MenuCheckItem
          key={kind}
          checked={false}
          onCheckedChange={() => set({ field: 'kind', op: 'in', value: [kind] })}
        >
          {t(`filter.${kind.replace(/^\w+\./, '')}` as 'filter.uplink')}
        </MenuCheckItem>
      ))}
    </Menu>
  );
}

/** The field holds minutes: all that came so far came before the next one. */
const nextMinute = () => toLocalInput(new Date(Date.now() + 60_000).toISOString());

/** The list as it was at a moment: everything received up to then. */
export function UpToChip() {
  const t = useTranslations('messages.tail');
  const [current, set] = useOneFilter('receivedAt');
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(nextMinute);
  if (current) return null;
  return (
    <Popover
      open={open}
      onOpenChange={(isOpen) => {
        if (isOpen) setText(nextMinute());
        setOpen(isOpen);
      }}
      title={t('upToTitle')}
      trigger={
        <Chip>
          {t('upToNow')}
          <ChevronDown aria-hidden="true" />
        </Chip>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const at = fromLocalInput(text);
          if (!at) return;
          set({ field: 'receivedAt', op: 'lte', value: at });
          setOpen(false);
        }}
      >
        <TextField
          label={t('moment')}
          hideLabel
          type="datetime-local"
          step={1}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" variant="primary">
          {t('show')}
        </Button>
      </form>
    </Popover>
  );
}
