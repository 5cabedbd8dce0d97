'use client';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { deleteDeviceType } from '#server/device-types/actions.ts';
import type { DeviceType } from '#server/device-types/contract.ts';

export function DeleteType({ type }: { type: DeviceType }) {
  const t = useTranslations('deviceTypes');
  const [open, setOpen] = useState(false);
  const scripts = type.decoders.filter((decoder) => decoder.own).length;
  return (
    <>
      <Button icon={<Trash2 aria-hidden="true" />} className="text-bad" onClick={() => setOpen(true)}>
        {t('delete')}
      </Button>
      <DeleteDialog
        open={open}
        onOpenChange={setOpen}
        title={t('deleteTitle', { name: type.name })}
        action={t('delete')}
        typedName={type.name}
        remove={() => deleteDeviceType({ id: type.id })}
        done={t('deleted', { name: type.name })}
        to="/creator/device-types"
      >
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>{t('deleteDevices')}</li>
          <li>{t('deleteScripts', { count: scripts })}</li>
        </ul>
      </DeleteDialog>
    </>
  );
}
