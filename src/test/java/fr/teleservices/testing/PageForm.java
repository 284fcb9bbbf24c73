package fr.teleservices.testing;

/** What every page has to be and axe does not ask for. */
final class PageForm {
    /** Run in the page: a sentence for each fault. */
    static final String SCRIPT = """
            () => {
              const faults = [], all = (s, e = document) => [...e.querySelectorAll(s)];
              const seen = e => e.checkVisibility({ visibilityProperty: true });
              if (!/^.{3,} – Téléservices$/.test(document.title) && !location.pathname.startsWith('/demo/')) faults.push(`the title is « ${document.title} »`);
              if (all('main').length !== 1) faults.push('not one main part');
              if (all('h1').length !== 1) faults.push('not one h1');
              let level = 0;
              for (const h of all('h1, h2, h3, h4, h5, h6').filter(seen)) {
                const now = Number(h.tagName[1]);
                if (now > level + 1) faults.push(`« ${h.textContent.trim()} » is an h${now} under an h${level}`);
                level = now;
              }
              for (const field of all('[aria-invalid=true]')) {
                const said = (field.getAttribute('aria-describedby') || '').split(' ').map(id => document.getElementById(id)?.textContent || '').join('');
                if (!said.trim()) faults.push(`nothing beside the field ${field.name} says what is wrong`);
              }
              for (const wrong of all('.wrong:not(tr)')) {
                if (!wrong.querySelector('.error')?.textContent.trim()) faults.push(`marked as wrong without a reason: ${wrong.textContent.trim().slice(0, 40)}`);
              }
              if (all('.summary').length && !document.activeElement.matches('.summary')) faults.push('the summary of what is wrong has not the focus');
              for (const a of all('.summary a[href^="#"]')) {
                if (!document.getElementById(a.hash.slice(1))) faults.push(`the summary leads to ${a.hash}, which is not there`);
              }
              let bytes = 0;
              for (const e of [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]) {
                bytes += e.encodedBodySize + 300;
              }
              if (bytes > 100_000 && !location.pathname.startsWith('/demo/')) faults.push(`${bytes} bytes were asked for`);
              for (const table of all('table').filter(seen)) {
                if (!table.querySelector('th')) faults.push(`a table without a heading: ${table.textContent.trim().slice(0, 40)}`);
              }
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const on = node.parentElement, text = node.data.replace(/\\s*\\n\\s*/g, '\\n');
                if (on.closest('script, noscript, style, code, pre, textarea')) continue;
                const found = / [:;?!»]|« |[a-zà-ÿ]'[a-zà-ÿ]|\\.\\.\\./.exec(text);
                if (found) faults.push(`« ${text.slice(Math.max(0, found.index - 20), found.index + 20)} » is not set as French is`);
              }
              return faults;
            }""";

    private PageForm() {}
}
