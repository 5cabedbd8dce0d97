'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SelectionDialog } from '#components/bulk-tasks/choice-dialog.tsx';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { fetchWholeRows } from '#components/frame/fetch-rows.ts';
import { fromLocalInput } from '#components/ui/data-table/local-input.ts';
import type { TableFilter } from '#components/ui/data-table/table-query.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { goesNowhere, type Into, IntoFields, wholeInto } from './into-fields.tsx';

const STALE = [['messages']];
/** Of no version in particular. */
const PRESENT = 'present';

export interface ReplayScript {
  decoderId: string;
  versions: readonly { id: string; number: number }[];
}

interface ReplayManyProps {
  /** Which messages, in words. */
  label: string;
  /** Ticked, or all that match; `filters` are of a whole thing over a time that is asked for here. */
  of: { selection: TableSelection } | { filters: TableFilter[] };
  /** Where it is about one script: it and its versions. */
  script?: ReplayScript | undefined;
  onClose: (done: boolean) => void;
}

/** Where many messages go; then the plan of it as a bulk task. */
export function ReplayMany({ label, of, script, onClose }: ReplayManyProps) {
  const t = useTranslations('replays');
  const start = useStartBulk('messages', STALE);
  const [into, setInto] = useState<Into>(wholeInto);
  const [version, setVersion] = useState(PRESENT);
  const [range, setRange] = useState({ from: '', to: '' });
  const { data: destinations = [] } = useQuery({
    queryKey: ['destinations', 'of-replays'],
    queryFn: async ({ signal }) => {
      const page = await fetchWholeRows<{ id: string; name: string }>(
        'destinations',
        { filters: [], limit: 50 },
        signal,
      );
      return page.rows;
    },
  });
  const run = () => {
    const chosen = script && version !== PRESENT ? { versionId: version } : {};
    const replay = { ...into, ...(script ? { decoderId: script.decoderId, ...chosen } : {}) };
    return start('replay-uplinks', 'selection' in of ? of.selection : within(of.filters, range), { replay });
  };
  return (
    <SelectionDialog
      wide
      title={t('many.title')}
      description={t('many.text')}
      action={t('many.plan')}
      disabled={goesNowhere(into)}
      run={run}
      onClose={onClose}
    >
      <p className="break-words font-medium text-sm">{label}</p>
      {'filters' in of ? (
        <div className="grid gap-3 sm:grid-cols-2">
          {(['from', 'to'] as const).map((end) => (
            <TextField
              key={end}
              type="datetime-local"
              label={t(`many.${end}`)}
              hint={end === 'from' ? t('many.timeHint') : undefined}
              value={range[end]}
              onChange={(event) => setRange({ ...range, [end]: event.target.value })}
            />
          ))}
        </div>
      ) : null}
      {script ? (
        <Select
          label={t('many.version')}
          options={[
            { value: PRESENT, label: t('many.presentVersion') },
            ...script.versions.map(({ id, number }) => ({
              value: id,
              label: t('sameVersion', { version: number }),
            })),
          ]}
          value={version}
          onValueChange={setVersion}
        />
      ) : null}
      <IntoFields value={into} destinations={destinations} onChange={setInto} />
    </SelectionDialog>
  );
}

function within(filters: TableFilter[], { from, to }: { from: string; to: string }): TableSelection {
  const time = (op: 'gte' | 'lt', local: string): TableFilter[] => {
    const value = fromLocalInput(local);
    return value === '' ? [] : [{ field: 'receivedAt', op, value }];
  };
  const query = { filters: [...filters, ...time('gte', from), ...time('lt', to)] };
  return { rows: { query, except: [] }, count: 0, atLeast: true };
}
