import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { PulseLesson } from '#components/auth/pulse-lesson.tsx';
import { SignInForm } from '#components/auth/sign-in-form.tsx';
import { Logo } from '#components/frame/logo.tsx';
import { currentSession } from '#server/access/current-session.ts';
import { demoAccounts } from '#server/access/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.signIn'))('title') };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string }>;
}) {
  if (await currentSession()) redirect('/manager/devices');
  const t = await getTranslations('auth.signIn');
  const { callbackUrl } = await searchParams;
  return (
    <main className="grid min-h-dvh lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
      <div className="flex flex-col gap-10 border-line bg-panel px-12 py-10 max-lg:hidden lg:border-r xl:px-20">
        <Logo />
        <div className="my-auto flex max-w-[580px] flex-col gap-14">
          <p className="max-w-md text-balance font-semibold text-2xl tracking-[-0.02em]">{t('lead')}</p>
          <PulseLesson />
        </div>
      </div>
      <div className="grid place-items-center p-4">
        <div className="w-full max-w-[400px]">
          <div className="mb-5 flex flex-col items-center gap-2 text-center lg:hidden">
            <Logo />
            <p className="text-dim">{t('lead')}</p>
          </div>
          <div className="rounded-xl border border-line bg-panel p-6 shadow-1">
            <h1 className="mb-4 font-semibold text-lg">{t('title')}</h1>
            <SignInForm callbackUrl={ownPath(callbackUrl)} demo={demoAccounts()} />
          </div>
        </div>
      </div>
    </main>
  );
}

/** Only a path of our own: `//host` and `\host` would leave the portal. */
function ownPath(wanted: string | undefined): string {
  return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : '/manager/devices';
}
