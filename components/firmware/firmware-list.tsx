'use client';
import HardDriveDownload from 'lucide-react/icons/hard-drive-download';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FirmwareVersion } from '#server/firmware/contract.ts';
import { FileSize } from './file-size.tsx';
import { NewFirmwareDialog, type NewFirmwareProps } from './new-firmware.tsx';

export function FirmwareList({
  versions,
  types,
  mayCreate,
}: { versions: FirmwareVersion[]; mayCreate: boolean } & NewFirmwareProps) {
  const t = useTranslations('firmware');
  if (versions.length === 0) {
    return (
      <Panel>
        <EmptyState
          icon={<HardDriveDownload aria-hidden="true" />}
          title={t('empty.title')}
          action={mayCreate ? <NewFirmwareDialog types={types} /> : undefined}
        >
          {t('empty.text')}
        </EmptyState>
      </Panel>
    );
  }
  const head = [
    { label: t('column.version') },
    { label: t('column.type') },
    { label: t('column.size'), end: true },
    { label: t('column.devices') },
    { label: t('column.added'), end: true },
  ];
  return (
    <ListTable label={t('title')} head={head}>
      {versions.map((one) => (
        <tr key={one.id} className="hover:bg-hover">
          <ListCell first>
            <Link
              href={`/manager/firmware/${one.id}`}
              className="block truncate rounded-sm font-medium hover:text-accent hover:underline sm:max-w-60"
            >
              {one.version}
            </Link>
          </ListCell>
          <ListCell>
            <span className="text-dim">{one.deviceType.name}</span>
          </ListCell>
          <ListCell end>
            <FileSize bytes={one.size} />
          </ListCell>
          <ListCell>
            <Counts of={one.counts} />
          </ListCell>
          <ListCell end>
            <Time value={one.createdAt} />
          </ListCell>
        </tr>
      ))}
    </ListTable>
  );
}

function Counts({ of }: { of: FirmwareVersion['counts'] }) {
  const t = useTranslations('firmware');
  const all = Object.values(of).reduce((sum, n) => sum + n, 0);
  if (all === 0) return <span className="text-faint">{t('nobody')}</span>;
  const { installed, failed } = of;
  // In one piece: on a phone the parts of a cell stand beside each other.
  return (
    <span>
      {t.rich('counts', {
        installed,
        failed,
        open: of.offered + of.downloading,
        bad: (words) => <span className={failed > 0 ? 'text-bad' : 'text-dim'}>{words}</span>,
      })}
    </span>
  );
}
