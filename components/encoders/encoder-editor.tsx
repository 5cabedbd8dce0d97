'use client';
import Pencil from 'lucide-react/icons/pencil';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { ScriptDesk } from '#components/scripts/script-desk.tsx';
import { MenuItem } from '#components/ui/menu.tsx';
import { deleteScriptEncoder } from '#server/encoders/actions.ts';
import type { ScriptEncoder } from '#server/encoders/script-contract.ts';
import type { TrialInput } from '#server/scripts/contract.ts';
import { EncoderName } from './encoder-name.tsx';
import { FIRST_DATA } from './starting-encoder.ts';

const inputOf = (data: unknown): TrialInput => ({ kind: 'data', data });

/** The script of an encoder beside what it makes of commands. */
export function EncoderEditor({ encoder, mayUpdate }: { encoder: ScriptEncoder; mayUpdate: boolean }) {
  const t = useTranslations('scripts.encoder');
  const [dialog, setDialog] = useState<'name' | 'delete' | null>(null);
  const { id, name, deviceTypes } = encoder;
  const type = deviceTypes[0];
  const to = type ? `/creator/device-types/${type.id}` : '/creator/device-types';
  return (
    <>
      <ScriptDesk
        owner={{ kind: 'encoder', id }}
        name={name}
        currentVersion={encoder.currentVersion}
        versions={encoder.versions}
        editing={encoder.editing}
        crumb={type ? { label: type.name, href: to } : { label: t('list'), href: to }}
        identifiers={
          <>
            <span>{t('contract')}</span>
            <span>{deviceTypes.map((one) => one.name).join(', ')}</span>
            <span>{t('usedIn', { count: encoder.flowCount })}</span>
          </>
        }
        mayUpdate={mayUpdate}
        menu={
          <>
            <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setDialog('name')}>
              {t('edit')}
            </MenuItem>
            <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={() => setDialog('delete')}>
              {t('delete')}
            </MenuItem>
          </>
        }
        data={{ label: t('data'), hint: t('dataHint'), first: FIRST_DATA, inputOf }}
      />
      <EncoderName encoder={encoder} open={dialog === 'name'} onOpenChange={() => setDialog(null)} />
      <DeleteDialog
        open={dialog === 'delete'}
        onOpenChange={() => setDialog(null)}
        title={t('deleteTitle', { name })}
        action={t('delete')}
        remove={() => deleteScriptEncoder({ id })}
        done={t('deleted', { name })}
        to={to}
      >
        {t('deleteText')}
      </DeleteDialog>
    </>
  );
}
