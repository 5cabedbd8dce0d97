'use client';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { IdCombobox } from '#components/ui/id-combobox.tsx';

interface FrameProps {
  title: string;
  description: string;
  action: string;
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  /** For what takes more than a choice or two. */
  wide?: boolean | undefined;
  children?: ReactNode;
  /** Words of what went wrong, '' when they stand in the form; null when nothing did. */
  run: () => Promise<string | null>;
  onClose: (done: boolean) => void;
}

/** A question before something is done with a selection. */
export function SelectionDialog(props: FrameProps) {
  const { title, description, action, danger, disabled, wide, children, run, onClose } = props;
  const ui = useTranslations('ui');
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const go = async () => {
    setPending(true);
    setRefusal(null);
    const refused = await run();
    setPending(false);
    setRefusal(refused);
    if (refused === null) onClose(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !pending && onClose(false)}
      size={wide ? 'lg' : 'sm'}
      title={title}
      description={description}
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button
            variant={danger ? 'danger' : 'primary'}
            disabled={disabled}
            pending={pending}
            onClick={() => void go()}
          >
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        {children}
      </div>
    </Dialog>
  );
}

/** What a dialog of one choice says about itself. */
export type SelectionFrame = Omit<FrameProps, 'run' | 'disabled' | 'children'>;

type ChoiceProps = SelectionFrame & {
  label: string;
  options: { id: string; name: string }[];
  run: (id: string) => Promise<string | null>;
};

/** One thing is chosen: a flow, a project. */
export function ChoiceDialog({ label, options, run, ...frame }: ChoiceProps) {
  const [id, setId] = useState<string | null>(null);
  return (
    <SelectionDialog {...frame} disabled={id === null} run={() => run(id ?? '')}>
      <IdCombobox
        label={label}
        options={options.map((one) => ({ value: one.id, label: one.name }))}
        value={id}
        onValueChange={setId}
      />
    </SelectionDialog>
  );
}
