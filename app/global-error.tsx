'use client';
import './globals.css';
import { Button } from '#components/ui/button.tsx';

/** Stands in for everything, texts included: nothing of the application may be needed to show it. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main className="grid min-h-dvh place-items-center p-6 text-center">
          <div>
            <h1 className="font-semibold text-lg">Things Portal could not show this page</h1>
            <p className="mt-1 text-dim">
              Nothing was changed. Reload the page.{' '}
              <span lang="nl">Er is niets gewijzigd. Laad de pagina opnieuw.</span>
            </p>
            {error.digest ? <p className="mono mt-2 text-faint">{error.digest}</p> : null}
            <Button className="mt-4" onClick={() => window.location.reload()}>
              Reload · Opnieuw laden
            </Button>
          </div>
        </main>
      </body>
    </html>
  );
}
