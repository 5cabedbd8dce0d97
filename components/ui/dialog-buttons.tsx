'use client';
import { useTranslations } from 'next-intl';
import { Button, type ButtonProps } from './button.tsx';
import { DialogClose } from './dialog.tsx';

/** How a dialog with a form ends: left as it was, or sent. */
export function DialogButtons(submit: Omit<ButtonProps, 'type' | 'variant'>) {
  const t = useTranslations('ui');
  return (
    <>
      <DialogClose render={<Button />}>{t('cancel')}</DialogClose>
      <Button type="submit" variant="primary" {...submit} />
    </>
  );
}
