'use client';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import type { DeviceType } from '#server/device-types/contract.ts';
import { TypeForm, type TypeFormProps } from './type-form.tsx';

type Decoders = Pick<TypeFormProps, 'decoders'>;

export function NewType({ decoders }: Decoders) {
  const t = useTranslations('deviceTypes');
  const button = (
    <Button variant="primary" icon={<Plus aria-hidden="true" />}>
      {t('add')}
    </Button>
  );
  return <TypeForm type={null} decoders={decoders} trigger={button} />;
}

export function EditType({ type, decoders }: Decoders & { type: DeviceType }) {
  const t = useTranslations('deviceTypes');
  const button = <Button icon={<Pencil aria-hidden="true" />}>{t('editAction')}</Button>;
  return <TypeForm type={type} decoders={decoders} trigger={button} />;
}
