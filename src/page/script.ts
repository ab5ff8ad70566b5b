/**
 * The only script there is. Everything works without it; with it, questions are answered by keys and the page follows the log.
 * It builds no markup: what it puts in comes whole from the same server, under the same policy, and holds no script.
 * Plain text on purpose: nobody has to build anything to read what runs.
 */
export const SCRIPT = `
(() => {
  'use strict';
  const base = document.currentScript.dataset.base;
  const live = document.getElementById('live');
  const shown = performance.now();
  const LABELS = { r: 'right', w: 'wrong', g: 'gap', u: 'unclear' };
  const skipped = new Set();
  let at = null;
  let said = '';
  const say = (text) => { if (text !== said) live.textContent = said = text; };
  const all = () => [...document.querySelectorAll('[data-question]')];
  const current = () => {
    const focused = document.activeElement && document.activeElement.closest('[data-question]');
    return focused || all().find((one) => one.dataset.question === at) || all().find((one) => !skipped.has(one.dataset.question)) || all()[0];
  };
  const goTo = (question) => {
    if (!question) return;
    at = question.dataset.question;
    question.querySelector('h3').focus();
    question.scrollIntoView({ block: 'nearest' });
  };
  const move = (by) => {
    const list = all();
    const now = list.findIndex((one) => one.dataset.question === at);
    goTo(list[now === -1 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, now + by))]);
  };
  const keyHints = () => { for (const hint of document.querySelectorAll('.keys')) hint.hidden = false; };

  const keptState = () => {
    const focus = document.activeElement;
    const open = [...document.querySelectorAll('details[open]')].map((one) => one.textContent.trim().slice(0, 200));
    const typed = [...document.querySelectorAll('input[type=text]')].map((one) => [one.id, one.value]);
    return { id: focus && focus.id, value: focus && focus.value, within: focus && focus.closest('[data-question]'), open, typed, y: scrollY };
  };
  const restore = ({ id, value, within, open, typed, y }) => {
    for (const one of document.querySelectorAll('details')) if (open.includes(one.textContent.trim().slice(0, 200))) one.open = true;
    for (const [name, text] of typed) { const field = name && document.getElementById(name); if (field && text) field.value = text; }
    if (document.activeElement === document.body) {
      const same = id ? document.getElementById(id) : null;
      const button = within && value ? document.querySelector('#' + CSS.escape(within.id) + ' button[value=' + CSS.escape(value) + ']') : null;
      const next = button || same || (within ? current() && current().querySelector('h3') || document.getElementById('asked-title') : null);
      if (next) { if (!next.matches('a,button,input,[tabindex]')) next.tabIndex = -1; next.focus({ preventScroll: true }); }
    }
    scrollTo({ top: y, behavior: 'instant' });
    keyHints();
  };
  const bring = async () => {
    try {
      const answer = await fetch(base + '/?part=main', { headers: { accept: 'text/html' }, cache: 'no-store', redirect: 'error' });
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('main');
      const state = keptState();
      const old = document.getElementById('main');
      const parts = (root) => [...root.querySelectorAll('[data-part]')];
      if (parts(fresh).map(({ id }) => id).join() !== parts(old).map(({ id }) => id).join()) old.replaceChildren(...fresh.childNodes);
      else for (const part of parts(fresh)) {
        const same = document.getElementById(part.id);
        const plain = same.cloneNode(true);
        for (const one of plain.querySelectorAll('details')) one.open = false;
        for (const one of plain.querySelectorAll('.keys')) one.hidden = true;
        for (const one of plain.querySelectorAll('[name=secs]')) one.value = '';
        if (plain.innerHTML !== part.innerHTML) same.replaceWith(part);
      }
      restore(state);
    } catch {
      say('The page could not be brought up to date. Is guardrail ui still running?');
    }
  };
  // whoever waits for it has a page that was asked for after he called: what was under way then may be older than his answer
  let under = null;
  let again = false;
  const refresh = () => {
    if (!document.querySelector('[data-part]')) return;
    again = true;
    under = under || (async () => {
      while (again) { again = false; await bring(); }
      under = null;
    })();
    return under;
  };

  const answer = async (form, says) => {
    const question = form.closest('[data-question]');
    const id = question.dataset.question;
    const list = all();
    const next = list[list.indexOf(question) + 1] || list[list.indexOf(question) - 1];
    const body = new URLSearchParams(new FormData(form));
    body.set('says', says);
    body.set('secs', ((performance.now() - shown) / 1000).toFixed(1));
    try {
      const kept = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
      if (kept.type !== 'opaqueredirect') { say('Not kept: ' + (await kept.text()).replace(/<[^>]*>/g, ' ').replace(/\\s+/g, ' ').trim().slice(0, 200)); return; }
      if (!document.querySelector('[data-part]')) { location.reload(); return; }
      at = next ? next.dataset.question : null;
      await refresh();
      const left = all().length;
      say('Kept: ' + id + ' is ' + says + '. ' + (left === 0 ? 'Nothing more is asked.' : left + ' left.'));
      if (left > 0) goTo(all().find((one) => one.dataset.question === at) || all()[0]);
      else { const title = document.getElementById('asked-title'); title.tabIndex = -1; title.focus(); }
    } catch {
      say('Not kept: guardrail ui does not answer.');
    }
  };

  document.addEventListener('submit', (event) => {
    if (!event.submitter || event.submitter.name !== 'says') return;
    event.preventDefault();
    void answer(event.target, event.submitter.value);
  });
  document.addEventListener('focusin', (event) => {
    const question = event.target.closest('[data-question]');
    if (question) at = question.dataset.question;
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.target.closest('input, textarea, select, dialog')) return;
    const key = event.key.toLowerCase();
    if (key === 'j') move(1);
    else if (key === 'k') move(-1);
    else if (key === '?') document.getElementById('help').showModal();
    else if (key === 's') {
      const question = current();
      if (!question) return;
      skipped.add(question.dataset.question);
      at = question.dataset.question;
      const rest = all().filter((one) => !skipped.has(one.dataset.question));
      say(rest.length === 0 ? 'Skipped. All that is left was skipped.' : 'Skipped.');
      goTo(rest[0]);
    } else if (LABELS[key]) {
      const question = current();
      const form = question && question.querySelector('form');
      if (form) void answer(form, LABELS[key]);
      else return;
    } else return;
    event.preventDefault();
  });

  keyHints();
  if (!document.querySelector('[data-part]')) return;
  const events = new EventSource(base + '/events');
  let lost = false;
  events.addEventListener('message', () => void refresh());
  events.addEventListener('open', () => { if (lost) { lost = false; say('Following the log again.'); void refresh(); } });
  events.addEventListener('error', () => { if (!lost) { lost = true; say('guardrail ui does not answer: this page no longer follows the log.'); } });
})();
`;
