'use client';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { OfferedEncoder } from '#server/device-types/contract.ts';
import { deleteEncoder } from '#server/encoders/actions.ts';
import { EncoderForm } from './encoder-form.tsx';

export function NewEncoder({ deviceTypeId }: { deviceTypeId: string }) {
  const t = useTranslations('deviceTypes.encoder');
  return (
    <EncoderForm
      deviceTypeId={deviceTypeId}
      encoder={null}
      trigger={<Button icon={<Plus aria-hidden="true" />}>{t('add')}</Button>}
    />
  );
}

export function EncoderButtons({ deviceTypeId, encoder }: { deviceTypeId: string; encoder: OfferedEncoder }) {
  const t = useTranslations('deviceTypes.encoder');
  const [open, setOpen] = useState(false);
  const { id, name } = encoder;
  return (
    <span className="inline-flex shrink-0 gap-1">
      <EncoderForm
        deviceTypeId={deviceTypeId}
        encoder={encoder}
        trigger={
          <IconButton tooltip={false} icon={<Pencil aria-hidden="true" />} label={t('editNamed', { name })} />
        }
      />
      <IconButton
        tooltip={false}
        icon={<Trash2 aria-hidden="true" />}
        label={t('deleteNamed', { name })}
        className="text-bad"
        onClick={() => setOpen(true)}
      />
      <DeleteDialog
        open={open}
        onOpenChange={setOpen}
        title={t('deleteTitle', { name })}
        action={t('delete')}
        remove={() => deleteEncoder({ id })}
        done={t('deleted', { name })}
        to={`/creator/device-types/${deviceTypeId}`}
      >
        <p>{t('deleteText')}</p>
      </DeleteDialog>
    </span>
  );
}
