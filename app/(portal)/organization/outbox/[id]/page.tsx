import type { Metadata } from 'next';
import { cache } from 'react';
import { MailPage } from '#components/mails/mail-page.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadMail, loadMailServer } from '#server/mails/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const mailOf = cache(loadMail);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await mailOf((await params).id)).subject };
}

export default async function Page({ params }: PageProps) {
  const [mail, isSent, may] = await Promise.all([
    mailOf((await params).id),
    loadMailServer(),
    allowed('mails.send'),
  ]);
  return <MailPage mail={mail} maySend={isSent && may['mails.send']} />;
}
