'use client';
import RadioTower from 'lucide-react/icons/radio-tower';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Connection } from '#server/lora-networks/contract.ts';
import { ConnectionPill } from './connection-state.tsx';
import { NewConnectionDialog } from './new-connection.tsx';

export function ConnectionList({
  connections,
  mayCreate,
}: {
  connections: Connection[];
  mayCreate: boolean;
}) {
  const t = useTranslations('connections');
  if (connections.length === 0) {
    return (
      <Panel>
        <EmptyState
          icon={<RadioTower aria-hidden="true" />}
          title={t('empty.title')}
          action={mayCreate ? <NewConnectionDialog /> : undefined}
        >
          {t('empty.text')}
        </EmptyState>
      </Panel>
    );
  }
  const head = [
    { label: t('column.name') },
    { label: t('column.provider') },
    { label: t('column.status') },
    { label: t('column.last'), end: true },
    { label: t('column.refused'), end: true },
    { label: t('column.unknown'), end: true },
  ];
  return (
    <ListTable label={t('title')} head={head}>
      {connections.map((one) => (
        <tr key={one.id} className="hover:bg-hover">
          <ListCell first>
            <Link
              href={`/manager/connections/${one.id}`}
              className="block sm:max-w-80 truncate rounded-sm font-medium hover:text-accent hover:underline"
            >
              {one.name}
            </Link>
          </ListCell>
          <ListCell>
            <span className="text-dim">{t(`provider.${one.provider}`)}</span>
          </ListCell>
          <ListCell>
            <ConnectionPill of={one} />
          </ListCell>
          <ListCell end>
            <Time value={one.lastMessageAt} />
          </ListCell>
          <ListCell end>
            <span className={one.refusedLastHour > 0 ? 'font-medium text-bad' : 'text-faint'}>
              <Quantity value={one.refusedLastHour} />
            </span>
          </ListCell>
          <ListCell end>
            <span className={one.unknownDevices > 0 ? 'font-medium text-warn' : 'text-faint'}>
              <Quantity value={one.unknownDevices} />
            </span>
          </ListCell>
        </tr>
      ))}
    </ListTable>
  );
}
