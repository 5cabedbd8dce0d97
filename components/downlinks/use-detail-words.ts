'use client';
import { useTranslations } from 'next-intl';
import { useFailureWords } from '#components/lora/failure-words.ts';
import { OFFER_OBSTACLES, type OfferObstacle } from '#server/downlinks/contract.ts';

const CODED = /^([a-z-]+\.[a-z.-]+)(?:: ([\s\S]*))?$/;

/** What a downlink says of its failure: a code of ours with the network server's words behind it, or those alone. */
export function useDetailWords(): (detail: string) => string {
  const t = useTranslations('downlinks.obstacle');
  const failure = useFailureWords();
  return (detail) => {
    const [, code, reason = ''] = CODED.exec(detail) ?? [];
    if (code === undefined) return detail;
    return isObstacle(reason) ? t(`${reason}.title`) : failure({ code, reason });
  };
}

const isObstacle = (word: string): word is OfferObstacle =>
  (OFFER_OBSTACLES as readonly string[]).includes(word);
