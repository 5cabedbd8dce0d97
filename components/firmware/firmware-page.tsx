'use client';
import { useTranslations } from 'next-intl';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { DeleteMenu } from '#components/frame/delete-menu.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { deleteFirmware } from '#server/firmware/actions.ts';
import type { FirmwareVersion } from '#server/firmware/contract.ts';
import { commandText } from '#server/firmware/list-rules.ts';
import { AssignDevicesDialog } from './assign-devices.tsx';
import { AssignmentTable, type AssignmentTableProps } from './assignment-table.tsx';
import { FileSize } from './file-size.tsx';

export interface FirmwareRights {
  assign: boolean;
  delete: boolean;
}

export function FirmwarePage({
  version,
  initial,
  views,
  may,
}: { version: FirmwareVersion; may: FirmwareRights } & Pick<AssignmentTableProps, 'initial' | 'views'>) {
  const t = useTranslations('firmware');
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/manager/firmware' }, { label: version.version }]} />
      <PageHeader
        title={version.version}
        identifiers={<span>{version.deviceType.name}</span>}
        actions={
          <>
            {may.assign ? <AssignDevicesDialog version={version} /> : null}
            {may.delete && !isLocked(version) ? <Delete version={version} /> : null}
          </>
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_360px]">
        <AssignmentTable version={version} initial={initial} views={views} mayAssign={may.assign} />
        <Facts version={version} />
      </div>
    </>
  );
}

/** Its command is the platform operator's, who takes it away as well. */
const isLocked = ({ command, deviceType }: FirmwareVersion) =>
  command !== null && deviceType.category === 'managed';

function Facts({ version }: { version: FirmwareVersion }) {
  const t = useTranslations('firmware.facts');
  const { file, command } = version;
  return (
    <Panel title={t('title')}>
      <div className="flex flex-col gap-4">
        <KeyValues
          items={[
            file && { key: 'name', label: t('name'), value: file.name },
            file && { key: 'size', label: t('size'), value: <FileSize bytes={file.size} /> },
            file && { key: 'sha256', label: t('sha256'), value: <Identifier value={file.sha256} /> },
            command && { key: 'command', label: t('command'), value: commandText(command), mono: true },
            { key: 'added', label: t('added'), value: <Time value={version.createdAt} look="date" /> },
            { key: 'by', label: t('by'), value: version.createdBy },
          ]}
        />
        <div>
          <h3 className="mb-1 font-semibold text-sm">{t('notes')}</h3>
          <p className="whitespace-pre-line text-dim text-sm">
            <FoldedText text={version.notes ?? t('noNotes')} />
          </p>
        </div>
      </div>
    </Panel>
  );
}

function Delete({ version: { id, version } }: { version: FirmwareVersion }) {
  const t = useTranslations('firmware');
  return (
    <DeleteMenu
      label={t('more')}
      action={t('delete')}
      dialog={(shown) => (
        <DeleteDialog
          {...shown}
          title={t('deleteTitle', { version })}
          action={t('delete')}
          remove={() => deleteFirmware({ id })}
          done={t('deleted', { version })}
          to="/manager/firmware"
        >
          {t('deleteText')}
        </DeleteDialog>
      )}
    />
  );
}
