'use client';
import History from 'lucide-react/icons/history';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { TableFilter } from '#components/ui/data-table/table-query.ts';
import { ReplayMany, type ReplayScript } from './replay-many.tsx';

interface ReplayOfProps {
  /** What the messages belong to: a flow, a device type, a project, a decoder that failed. */
  of: { field: 'flow' | 'deviceType' | 'project' | 'failedDecoder'; id: string; name: string };
  script?: ReplayScript | undefined;
  label?: string | undefined;
  size?: 'sm' | undefined;
}

/** Replays what a whole thing has sent, over a time. */
export function ReplayOf({ of, script, label, size }: ReplayOfProps) {
  const t = useTranslations('replays');
  const [open, setOpen] = useState(false);
  const filter: TableFilter = { field: of.field, op: 'is', value: of.id };
  const words = of.field === 'failedDecoder' ? 'many.failedOf' : 'many.of';
  return (
    <>
      <Button {...(size ? { size } : { icon: <History aria-hidden="true" /> })} onClick={() => setOpen(true)}>
        {label ?? t('replayMany')}
      </Button>
      {open ? (
        <ReplayMany
          label={t(words, { name: of.name })}
          of={{ filters: [filter] }}
          script={script}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
