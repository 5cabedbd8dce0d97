'use client';
import { useTranslations } from 'next-intl';
import { DecoderCard, enabledFirst } from './decoder-card.tsx';
import { EncoderCard, type EncoderCardProps } from './encoder-card.tsx';

/** What a type's messages are read with, and what is told to its devices with. */
export function TypeProcessing({ flowId, type, mayUpdate }: Omit<EncoderCardProps, 'encoder'>) {
  const t = useTranslations('flows.processing');
  return (
    <>
      <SubHeading>{t('decoders')}</SubHeading>
      {type.decoders.length === 0 ? <p className="px-4 pb-4 text-dim">{t('none')}</p> : null}
      <ul>
        {enabledFirst(type.decoders).map((decoder) => (
          <li key={decoder.id} className="border-line-soft border-t">
            <DecoderCard flowId={flowId} type={type} decoder={decoder} mayUpdate={mayUpdate} />
          </li>
        ))}
      </ul>
      <SubHeading>{t('encoders')}</SubHeading>
      {type.encoders.length === 0 ? <p className="px-4 pb-4 text-dim">{t('noEncoder')}</p> : null}
      <ul>
        {type.encoders.map((encoder) => (
          <li key={encoder.id} className="border-line-soft border-t">
            <EncoderCard flowId={flowId} type={type} encoder={encoder} mayUpdate={mayUpdate} />
          </li>
        ))}
      </ul>
    </>
  );
}

function SubHeading({ children }: { children: string }) {
  return (
    <h4 className="border-line-soft border-t px-4 py-2 bg-sunk font-semibold text-dim text-xs">{children}</h4>
  );
}
