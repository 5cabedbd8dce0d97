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

/** The same below a form whose state is its own: in sight however long the form is, as the foot of any dialog. */
export function DialogFormFoot(submit: Omit<ButtonProps, 'type' | 'variant'>) {
  return (
    <div
      data-form-foot=""
      className="sticky bottom-0 z-1 -mx-5 flex flex-wrap justify-end gap-2 border-line border-t bg-raised px-5 py-3 sm:rounded-b-xl"
    >
      <DialogButtons {...submit} />
    </div>
  );
}
