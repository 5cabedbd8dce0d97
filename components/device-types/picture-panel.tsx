'use client';
import ImageUp from 'lucide-react/icons/image-up';
import Trash2 from 'lucide-react/icons/trash-2';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ChangeEvent, useRef, useState } from 'react';
import { ReadRefused } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { toast } from '#components/ui/toast.tsx';
import { removePicture } from '#server/device-types/actions.ts';
import { type DeviceType, PICTURE_TYPES } from '#server/device-types/contract.ts';
import { TypePicture } from './type-picture.tsx';

export function PicturePanel({ type }: { type: DeviceType }) {
  const t = useTranslations('deviceTypes.picture');
  const words = useRefusalWords();
  const act = useAct();
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [pending, setPending] = useState(false);
  const upload = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    target.value = '';
    if (!file) return;
    setPending(true);
    const refusal = await sendPicture(type.id, file);
    setPending(false);
    if (refusal) toast({ title: words(refusal), tone: 'bad' });
    else {
      toast({ title: t('saved'), tone: 'good' });
      router.refresh();
    }
  };
  return (
    <Panel title={t('title')}>
      <div className="flex flex-wrap items-center gap-3">
        <TypePicture type={type} size="large" />
        <div className="flex flex-wrap gap-1.5">
          <Button
            icon={<ImageUp aria-hidden="true" />}
            pending={pending}
            onClick={() => input.current?.click()}
          >
            {type.picture ? t('replace') : t('upload')}
          </Button>
          {type.picture ? (
            <Button
              icon={<Trash2 aria-hidden="true" />}
              onClick={() => act(removePicture({ id: type.id }), { done: t('removed') })}
            >
              {t('remove')}
            </Button>
          ) : null}
        </div>
      </div>
      <p className="mt-2 text-dim text-sm">{t('hint')}</p>
      <input
        ref={input}
        type="file"
        accept={PICTURE_TYPES.join(',')}
        aria-label={t('upload')}
        className="hidden"
        onChange={upload}
      />
    </Panel>
  );
}

/** What it was refused for; null when it is stored. */
async function sendPicture(id: string, file: File): Promise<unknown> {
  try {
    const answer = await fetch(`/uploads/device-type-pictures?id=${id}`, { method: 'POST', body: file });
    if (answer.ok) return null;
    const told = (await answer.json().catch(() => ({}))) as { code?: string };
    return { ...told, code: told.code ?? `http-${answer.status}` };
  } catch {
    return new ReadRefused('unreachable', undefined);
  }
}
