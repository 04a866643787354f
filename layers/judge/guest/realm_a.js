// Realm A: the page (happy-dom) and the judge's hands and eyes. It evaluates to the one function that the host calls.
// Realm B runs the learner's code. It gets the page, never this closure; expected values never enter either realm.
(function (HD, B, preludeB, makeCascade) {
  'use strict';
  const { S } = HD;
  const { parse: JSON_parse, stringify: JSON_stringify } = JSON;
  const MAX_TEXT = 4000, MAX_LOG = 200, MAX_FOUND = 60;
  const w = new HD.Window({ url: 'http://exercise.test/', width: 1024, height: 768,
    settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true } });
  const doc = w.document;
  const uncurry = f => (self, ...args) => Reflect.apply(f, self, args);
  const getter = (C, name) => uncurry(Object.getOwnPropertyDescriptor(C.prototype, name).get);
  const [HTMLElement, Element, Node] = [w.HTMLElement, w.Element, w.Node];

  // ---- the record of what happened, kept here so that no learner can write it ----
  let mediaLists = [], log, errors, requests, navigations, dialogs, answers, spies, timers, sequence, elapsed, refs, heldFocus, valueAtFocus, modals, random;
  function forget() {
    log = []; errors = []; requests = []; navigations = []; dialogs = []; answers = []; spies = new Map(); timers = []; sequence = 0;
    elapsed = 0; refs = []; heldFocus = new WeakMap(); valueAtFocus = new WeakMap(); modals = []; random = 1;
  }
  forget();
  const put = (list, item) => { if (list.length < MAX_LOG) list.push(item); };
  const clip = s => (s.length > MAX_TEXT ? s.slice(0, MAX_TEXT) + '…' : s);
  const say = v => { try { return clip(String(v)); } catch { return '[unprintable]'; } };

  /** A value as JSON with tags for what JSON lacks; getters of the learner's objects run, under the same fuel. */
  function show(v, depth = 6, budget = { left: 2000 }, seen = []) {
    if (--budget.left < 0) return { $: 'more' };
    switch (typeof v) {
      case 'string': return clip(v);
      case 'boolean': return v;
      case 'number': return Number.isFinite(v) && !Object.is(v, -0) ? v : { $: 'number', is: Object.is(v, -0) ? '-0' : String(v) };
      case 'undefined': return { $: 'undefined' };
      case 'bigint': return { $: 'bigint', is: clip(String(v)) };
      case 'symbol': return { $: 'symbol' };
      case 'function': return { $: 'function' };
    }
    if (v === null) return null;
    if (seen.includes(v)) return { $: 'circular' };
    if (depth === 0) return { $: 'deep' };
    const inner = x => show(x, depth - 1, budget, [...seen, v]);
    if (Array.isArray(v)) { const out = []; for (let i = 0; i < v.length && budget.left > 0; i++) out.push(inner(v[i])); return out; }
    const kind = Object.prototype.toString.call(v).slice(8, -1);
    if (v instanceof Node) return { $: 'node', is: say(v.nodeName) };
    if (kind === 'Error' || v instanceof Error) return { $: 'error', name: say(v.name), message: say(v.message) };
    if (kind === 'Date') return { $: 'date', is: say(Number(v)) };
    if (kind === 'RegExp') return { $: 'regexp', is: say(v) };
    if (kind === 'Map') return { $: 'map', is: [...v].map(e => [inner(e[0]), inner(e[1])]) };
    if (kind === 'Set') return { $: 'set', is: [...v].map(inner) };
    if (kind === 'Promise') return { $: 'promise' };
    const out = {};
    for (const key of Object.keys(v)) { if (budget.left <= 0) break; out[key === '$' ? '$$' : clip(key)] = inner(v[key]); }
    return out;
  }
  const fail = (error, where) => put(errors, { where, ...(typeof error === 'object' && error && 'message' in error
    ? { name: say(error.name), message: say(error.message), stack: say(error.stack ?? '').slice(0, 500) } : { name: 'Error', message: say(error), stack: '' }) });

  /** An uncaught error: recorded, then told to the page as a browser does. */
  function report(error, where) {
    fail(error, where);
    const message = errors.at(-1)?.message ?? ''; const event = new w.ErrorEvent('error', { message, error, cancelable: true });
    try { w.dispatchEvent(event); } catch (again) { fail(again, 'onerror'); }
    return null;
  }
  // ---- happy-dom, made to behave where it does not ----
  const hovered = new Set();
  const cascade = makeCascade(HD, w, doc, hovered);
  /** The prototype that has the method: happy-dom's window classes are not always the ones its nodes inherit from. */
  const owner = (o, k) => { while (!Object.hasOwn(o, k)) o = Object.getPrototypeOf(o); return o; };
  for (const o of [doc.createElement('p'), doc, doc.createDocumentFragment()]) {
    owner(o, 'querySelector').querySelector = function querySelector(text) { return cascade.select(this, `${text}`, true)[0] ?? null; };
    owner(o, 'querySelectorAll').querySelectorAll = function querySelectorAll(text) { return new w.NodeList(S.illegalConstructor, cascade.select(this, `${text}`, false)); };
  }
  w.Element.prototype.matches = function matches(text) { return cascade.matches(this, `${text}`); };
  w.Element.prototype.closest = function closest(text) { for (let e = this; e && e.nodeType === 1; e = e.parentElement) if (cascade.matches(e, `${text}`)) return e; return null; };
  w.getComputedStyle = (e, pseudo) => {
    const which = pseudo ? `${pseudo}`.replace(/^::?/, '') : null; const read = name => cascade.value(e, name, which);
    return new Proxy({ getPropertyValue: name => read(`${name}`.toLowerCase()), setProperty() {}, getPropertyPriority: () => '', length: 0, cssText: '' }, { get: (t, k) => (k in t || typeof k !== 'string' ? t[k] : read(k === 'cssFloat' ? 'float' : k.replace(/[A-Z]/g, c => '-' + c.toLowerCase()))) });
  };
  w.matchMedia = query => { const list = new w.EventTarget(); Object.defineProperties(list, { matches: { get: () => cascade.media(`${query}`), enumerable: true }, media: { value: `${query}`, enumerable: true }, onchange: { value: null, writable: true } });
    list.addListener = f => list.addEventListener('change', f); list.removeListener = f => list.removeEventListener('change', f); mediaLists.push({ list, was: list.matches }); return list; };
  w[S.evaluateScript] = code => B.evaluate(code);                    // onclick="..." attributes
  w[S.dispatchError] = error => report(error, 'a handler');
  Object.defineProperty(w.HTMLScriptElement.prototype, S.connectedToDocument, { value() {
    Element.prototype[S.connectedToDocument].call(this); } });        // the host runs scripts, in the browser's order
  Object.defineProperty(w.HTMLScriptElement.prototype, S.onSetAttribute, { value(a, b) { Element.prototype[S.onSetAttribute].call(this, a, b); } });
  Object.defineProperty(w.HTMLLinkElement.prototype, S.connectedToDocument, { value() { Element.prototype[S.connectedToDocument].call(this); } });
  const frame = new HD.Context(w).getBrowserFrame();
  const navigate = (kind, url) => put(navigations, { kind, url: say(url) });
  frame.goto = async url => { navigate('location', url); return null; };
  const follow = url => { const to = new URL(url, doc.location.href); const here = new URL(doc.location.href);
    if (to.origin === here.origin && to.pathname === here.pathname && to.search === here.search && to.hash !== '') doc.location.hash = to.hash;
    else navigate('link', url); return null; };
  w.open = follow;
  w.HTMLFormElement.prototype.submit = function () { navigate('submit', this.action || '/'); };
  const requestSubmit = w.HTMLFormElement.prototype.requestSubmit;
  w.HTMLFormElement.prototype.requestSubmit = function (by) {
    const dialog = this.method === 'dialog' ? this.closest('dialog') : null;
    if (!(by?.formNoValidate || this.noValidate) && !this.checkValidity()) { focus(this.querySelector(':invalid')); return; }
    const event = new w.SubmitEvent('submit', { bubbles: true, cancelable: true, submitter: by ?? null });
    this.dispatchEvent(event);
    if (event.defaultPrevented) return;
    if (dialog) dialog.close(by?.value); else navigate('submit', this.action || '/');
  };
  // WebIDL turns what is assigned into text; happy-dom tests it for truth instead, and loses 0 and false.
  for (const [C, names] of [[Node, ['textContent', 'nodeValue']], [Element, ['textContent', 'innerHTML', 'outerHTML', 'className', 'id']], [HTMLElement, ['innerText', 'outerText', 'title']],
    [w.CharacterData, ['textContent', 'data', 'nodeValue']], [w.HTMLInputElement, ['value', 'placeholder', 'name']], [w.HTMLTextAreaElement, ['value']], [w.HTMLOptionElement, ['value', 'text']], [w.HTMLButtonElement, ['value']]])
    for (const k of names) { const d = Object.getOwnPropertyDescriptor(C.prototype, k); if (!d?.set) continue; const set = d.set;
      Object.defineProperty(C.prototype, k, { ...d, set(v) { Reflect.apply(set, this, [v === null && k !== 'id' ? '' : v === undefined && /^(textContent|nodeValue)$/.test(k) ? '' : typeof v === 'string' ? v : `${v}`]); } }); }
  for (const [C, names] of [[Element, ['append', 'prepend', 'before', 'after', 'replaceWith', 'replaceChildren']], [w.CharacterData, ['before', 'after', 'replaceWith']], [w.DocumentFragment, ['append', 'prepend', 'replaceChildren']]])
    for (const k of names) { const plain = C.prototype[k]; if (plain) C.prototype[k] = { [k](...items) { return Reflect.apply(plain, this, items.map(i => (i instanceof Node || typeof i === 'string' ? i : `${i}`))); } }[k]; }
  for (const k of ['Expanded', 'Selected', 'Hidden', 'Label', 'Checked', 'Pressed', 'Disabled', 'Current', 'Live', 'Modal', 'Invalid', 'Busy', 'HasPopup', 'ValueNow', 'ValueMin', 'ValueMax', 'ValueText', 'Level', 'Required', 'Description'])
    Object.defineProperty(Element.prototype, 'aria' + k, { get() { return this.getAttribute('aria-' + k.toLowerCase()); }, set(v) { if (v === null) this.removeAttribute('aria-' + k.toLowerCase()); else this.setAttribute('aria-' + k.toLowerCase(), `${v}`); }, configurable: true, enumerable: true });
  const FOCUSABLE = 'a[href],area[href],button,input:not([type="hidden"]),select,textarea,summary,[tabindex],[contenteditable=""],[contenteditable="true"],iframe,audio[controls],video[controls]';
  const disabled = e => e.disabled === true || (e.matches('button,input,select,textarea') && e.closest('fieldset[disabled]') !== null);
  const focusable = e => e.isConnected && e.matches(FOCUSABLE) && !disabled(e) && e.closest('[inert]') === null && visible(e);
  const topModal = () => modals.findLast(d => d.isConnected && d.hasAttribute('open')) ?? null;
  const plainFocus = HTMLElement.prototype.focus, plainBlur = HTMLElement.prototype.blur;
  HTMLElement.prototype.focus = function () {
    if (!focusable(this)) return;
    const modal = topModal(); if (modal && !modal.contains(this)) return;
    if (doc[S.activeElement] !== this && 'value' in this) valueAtFocus.set(this, this.value);
    plainFocus.call(this);
  };
  HTMLElement.prototype.blur = function () {
    if (doc[S.activeElement] === this && valueAtFocus.has(this) && valueAtFocus.get(this) !== this.value && this.matches('input:not([type="checkbox"]):not([type="radio"]),textarea')) {
      valueAtFocus.delete(this); this.dispatchEvent(new w.Event('change', { bubbles: true }));
    }
    plainBlur.call(this);
  };
  const Dialog = w.HTMLDialogElement.prototype;
  Dialog.showModal = function () {
    if (this.hasAttribute('open')) throw new w.DOMException("Failed to execute 'showModal': the dialog is already open", 'InvalidStateError');
    heldFocus.set(this, doc[S.activeElement]); this.setAttribute('open', ''); modals.push(this);
    (this.querySelector('[autofocus]') ?? tabbables(this)[0])?.focus();
  };
  Dialog.close = function (value) {
    if (!this.hasAttribute('open')) return;
    if (value !== undefined) this.returnValue = value;
    this.removeAttribute('open'); modals = modals.filter(d => d !== this);
    const back = heldFocus.get(this); heldFocus.delete(this);
    if (back) back.focus(); else if (doc[S.activeElement] && this.contains(doc[S.activeElement])) doc[S.activeElement].blur();
    defer(() => this.dispatchEvent(new w.Event('close')), 0);
  };

  // ---- style and visibility ----
  const css = cascade.value;
  function visible(e) {
    if (!e.isConnected) return false;
    for (let n = e; n && n.nodeType === 1; n = n.parentElement) {
      if (css(n, 'display') === 'none') return false;
      if (n !== e && n.localName === 'details' && !n.hasAttribute('open') && !(n.querySelector('summary')?.contains(e))) return false;
    }
    const v = css(e, 'visibility');
    return v !== 'hidden' && v !== 'collapse';
  }

  // ---- roles and names, after the ARIA and accname specifications, shortened ----
  const TEXTY = { email: 'textbox', tel: 'textbox', text: 'textbox', url: 'textbox', '': 'textbox', search: 'searchbox', number: 'spinbutton', range: 'slider',
    checkbox: 'checkbox', radio: 'radio', button: 'button', submit: 'button', reset: 'button', image: 'button' };
  const ROLES = { article: 'article', aside: 'complementary', button: 'button', datalist: 'listbox', dialog: 'dialog', fieldset: 'group', figure: 'figure', footer: 'contentinfo',
    form: 'form', h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', h5: 'heading', h6: 'heading', header: 'banner', hr: 'separator', img: 'img', li: 'listitem', main: 'main',
    menu: 'list', meter: 'meter', nav: 'navigation', ol: 'list', option: 'option', output: 'status', progress: 'progressbar', section: 'region', summary: 'button', table: 'table', tbody: 'rowgroup', td: 'cell',
    textarea: 'textbox', tfoot: 'rowgroup', th: 'columnheader', thead: 'rowgroup', tr: 'row', ul: 'list' };
  function role(e) {
    const own = (e.getAttribute('role') ?? '').trim().split(/\s+/)[0]; if (own) return own;
    const tag = e.localName;
    if (tag === 'a' || tag === 'area') return e.hasAttribute('href') ? 'link' : '';
    if (tag === 'input') return TEXTY[(e.getAttribute('type') ?? '').toLowerCase()] ?? 'textbox';
    if (tag === 'select') return e.multiple || e.size > 1 ? 'listbox' : 'combobox';
    if (tag === 'img' && e.getAttribute('alt') === '') return 'presentation';
    return Object.hasOwn(ROLES, tag) ? ROLES[tag] : '';
  }
  const squash = s => s.replace(/\s+/g, ' ').trim();
  function words(e) {
    let out = '';
    for (const n of e.childNodes) {
      if (n.nodeType === 3) out += n.data;
      else if (n.nodeType === 1 && n.getAttribute('aria-hidden') !== 'true' && n.localName !== 'script' && n.localName !== 'style')
        out += n.localName === 'img' ? ' ' + (n.getAttribute('alt') ?? '') + ' ' : n.getAttribute('aria-label') ?? words(n);
    }
    return out;
  }
  const byId = id => doc.getElementById(id);
  function name(e) {
    const by = e.getAttribute('aria-labelledby');
    if (by) { const t = squash(by.split(/\s+/).map(id => { const x = byId(id); return x ? (x.getAttribute('aria-label') ?? words(x)) : ''; }).join(' ')); if (t) return t; }
    const label = squash(e.getAttribute('aria-label') ?? ''); if (label) return label;
    const tag = e.localName;
    if (tag === 'img' || tag === 'area' || (tag === 'input' && e.type === 'image')) { if (e.hasAttribute('alt')) return squash(e.getAttribute('alt')); }
    if (tag === 'input' && ['button', 'submit', 'reset'].includes(e.type)) return squash(e.getAttribute('value') ?? { submit: 'Submit', reset: 'Reset' }[e.type] ?? '');
    if (['input', 'select', 'textarea', 'meter', 'progress', 'output', 'button'].includes(tag)) { const t = squash(labels(e).map(words).join(' ')); if (t) return t; }
    if (tag === 'fieldset') { const l = e.querySelector('legend'); if (l) return squash(words(l)); }
    if (tag === 'table') { const c = e.querySelector('caption'); if (c) return squash(words(c)); }
    if (tag === 'figure') { const c = e.querySelector('figcaption'); if (c) return squash(words(c)); }
    if (['button', 'link', 'heading', 'tab', 'menuitem', 'option', 'cell', 'columnheader', 'checkbox', 'radio', 'switch', 'treeitem', 'listitem', 'tooltip', 'row'].includes(role(e))) { const t = squash(words(e)); if (t) return t; }
    return squash(e.getAttribute('title') ?? (tag === 'input' || tag === 'textarea' ? e.getAttribute('placeholder') ?? '' : ''));
  }
  function labels(e) {
    const out = []; const id = e.getAttribute('id');
    for (const l of doc.querySelectorAll('label')) if (l.hasAttribute('for') ? id && l.getAttribute('for') === id : l.contains(e)) out.push(l);
    return out;
  }

  // ---- eyes ----
  const all = selector => cascade.select(doc, selector, false);
  const shown = e => squash(e.localName === 'input' || e.localName === 'textarea' ? '' : words(e));
  function find(t) {
    let found;
    if (t.css !== undefined) found = all(t.css);
    else if (t.role !== undefined) found = all('*').filter(e => role(e) === t.role && (t.name === undefined || name(e) === t.name) && (t.hidden || visible(e)));
    else if (t.label !== undefined) found = all('input,select,textarea,button,[role]').filter(e => name(e) === t.label);
    else if (t.text !== undefined) { found = all('body *').filter(e => e.localName !== 'script' && e.localName !== 'style' && shown(e).includes(t.text)); found = found.filter(e => !found.some(o => o !== e && e.contains(o))); }
    else found = doc[S.activeElement] ? [doc[S.activeElement]] : [];
    if (t.visible) found = found.filter(visible);
    return found;
  }
  const ref = e => { const i = refs.indexOf(e); return i >= 0 ? i : refs.push(e) - 1; };
  function see(e, want) {
    const out = { ref: ref(e), tag: e.localName };
    if (want.text) out.text = clip(shown(e));
    if (want.html) out.html = clip(e.innerHTML);
    if (want.value) out.value = 'value' in e ? say(e.value) : null;
    if (want.checked) out.checked = e.checked === true || e.getAttribute('aria-checked') === 'true';
    if (want.disabled) out.disabled = disabled(e) || e.getAttribute('aria-disabled') === 'true';
    if (want.valid) out.valid = typeof e.checkValidity === 'function' ? e.validity?.valid ?? all(':invalid').every(x => !e.contains(x)) : true;
    if (want.visible) out.visible = visible(e);
    if (want.focused) out.focused = doc[S.activeElement] === e;
    if (want.focusInside) out.focusInside = doc[S.activeElement] !== null && e.contains(doc[S.activeElement]);
    if (want.role) out.role = role(e);
    if (want.name) out.name = clip(name(e));
    if (want.attrs) { out.attrs = {}; for (const a of want.attrs) out.attrs[a] = e.hasAttribute(a) ? clip(e.getAttribute(a)) : null; }
    if (want.classes) out.classes = clip(e.getAttribute('class') ?? '').split(/\s+/).filter(Boolean);
    if (want.style) { out.style = {}; for (const p of want.style) { const [name, pseudo] = p.split('::'); out.style[p] = css(e, name, pseudo ?? null).slice(0, 300); } }
    return out;
  }

  // ---- hands ----
  function tabbables(root) {
    const list = [...root.querySelectorAll(FOCUSABLE)].filter(e => focusable(e) && !(Number(e.getAttribute('tabindex')) < 0));
    const radios = list.filter(e => !(e.localName === 'input' && e.type === 'radio' && !e.checked && list.some(o => o.type === 'radio' && o.name === e.name && o.checked)));
    const order = e => Math.max(0, Number(e.getAttribute('tabindex')) || 0) || Infinity;
    return radios.map((e, i) => [e, i]).sort((a, b) => order(a[0]) - order(b[0]) || a[1] - b[1]).map(x => x[0]);
  }
  const focus = e => { if (e) e.focus(); };
  const fire = (e, Kind, type, init = {}) => { const event = new w[Kind](type, { bubbles: true, cancelable: true, composed: true, view: null, ...init }); event[S.isTrusted] = true; return w.EventTarget.prototype.dispatchEvent.call(e, event) && !event.defaultPrevented; };
  const dispatch = (e, Kind, type, init = {}) => { const event = new w[Kind](type, { bubbles: true, cancelable: true, composed: true, ...init }); e.dispatchEvent(event); return !event.defaultPrevented; };
  function reachable(e) {
    if (!visible(e)) return 'it is not visible';
    if (disabled(e)) return 'it is disabled';
    const modal = topModal(); if (modal && !modal.contains(e)) return 'a modal dialog is open in front of it';
    if (e.closest('[inert]')) return 'it is inert';
    if (css(e, 'pointer-events') === 'none') return 'it has pointer-events: none';
    return null;
  }
  const KEYS = { Enter: 'Enter', Space: ' ', Tab: 'Tab', Escape: 'Escape', Esc: 'Escape', Left: 'ArrowLeft', Right: 'ArrowRight', Up: 'ArrowUp', Down: 'ArrowDown' };
  const editable = e => e && (e.localName === 'textarea' || (e.localName === 'input' && TEXTY[(e.getAttribute('type') ?? '').toLowerCase()] !== 'button' && !['checkbox', 'radio'].includes(e.type))) && !e.readOnly && !disabled(e);
  const typed = new WeakMap();
  function insert(e, text) {
    if (!fire(e, 'InputEvent', 'beforeinput', { data: text, inputType: text === null ? 'deleteContentBackward' : 'insertText' })) return;
    const max = Number(e.getAttribute('maxlength') ?? NaN);
    const held = typed.get(e); const base = held && held.seen === e.value ? held.raw : e.value;   // e-mail fields trim their value, not what is being typed
    const raw = text === null ? base.slice(0, -1) : max >= 0 && base.length + text.length > max ? base : base + text;
    e.value = raw; typed.set(e, { raw, seen: e.value });
    fire(e, 'InputEvent', 'input', { cancelable: false, data: text, inputType: text === null ? 'deleteContentBackward' : 'insertText' });
  }
  function press(combo) {
    const parts = combo.length > 1 ? combo.split('+') : [combo]; const last = parts.pop(); const key = KEYS[last] ?? last;
    const init = { key, code: key.length === 1 && /[a-z]/i.test(key) ? 'Key' + key.toUpperCase() : key === ' ' ? 'Space' : key,
      shiftKey: parts.includes('Shift'), ctrlKey: parts.includes('Ctrl') || parts.includes('Control'), altKey: parts.includes('Alt'), metaKey: parts.includes('Meta') };
    const on = () => doc[S.activeElement] ?? doc.body;
    const e = on(); const go = fire(e, 'KeyboardEvent', 'keydown', init); const start = e;
    if (go) {
      if (key === 'Tab') step(init.shiftKey ? -1 : 1);   // from wherever the focus is by now, as in a browser
      else if (key === 'Escape') { const m = topModal(); if (m && fire(m, 'Event', 'cancel', { bubbles: false })) m.close(); }
      else if (key === 'Enter' && e.localName === 'input' && e.form && !['checkbox', 'radio', 'button', 'reset'].includes(e.type)) {
        if (fire(e, 'KeyboardEvent', 'keypress', init)) { const b = e.form.querySelector('button:not([type]),button[type="submit"],input[type="submit"]');
          if (b) { if (!disabled(b)) dispatch(b, 'MouseEvent', 'click'); } else e.form.requestSubmit(); } }
      else if (key === 'Enter' && e.localName === 'textarea') insert(e, '\n');
      else if (key === 'Enter' && e.matches('button,a[href],summary,input[type="submit"],input[type="button"]')) dispatch(e, 'MouseEvent', 'click');
      else if (key === 'Backspace' && editable(e)) insert(e, null);
      else if (key.length === 1 && !init.ctrlKey && !init.metaKey && !init.altKey && editable(e)) { if (fire(e, 'KeyboardEvent', 'keypress', init)) insert(e, key); }
    }
    const up = fire(on(), 'KeyboardEvent', 'keyup', init);
    if (key === ' ' && go && up && on() === start && start.matches('button,summary,input[type="checkbox"],input[type="radio"],input[type="button"],input[type="submit"]')) dispatch(start, 'MouseEvent', 'click');
  }
  function step(by) {
    const list = tabbables(topModal() ?? doc); const at = list.indexOf(doc[S.activeElement]); const to = at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by;
    if (list[to]) list[to].focus(); else if (doc[S.activeElement]) { if (topModal() && list.length) list[by > 0 ? 0 : list.length - 1].focus(); else doc[S.activeElement].blur(); }
  }
  function act(a) {
    const e = a.ref === undefined ? null : refs[a.ref];
    if (e && a.kind !== 'dispatch') { const why = reachable(e); if (why) return why; }
    switch (a.kind) {
      case 'click': {
        fire(e, 'PointerEvent', 'pointerdown'); const go = fire(e, 'MouseEvent', 'mousedown');
        if (go) { let f = e; while (f && !focusable(f)) f = f.parentElement; if (f) f.focus(); else if (doc[S.activeElement]) doc[S.activeElement].blur(); }
        if (!e.isConnected) return null;
        fire(e, 'PointerEvent', 'pointerup'); fire(e, 'MouseEvent', 'mouseup');
        if (a.double) { dispatch(e, 'MouseEvent', 'click', { detail: 1 }); dispatch(e, 'MouseEvent', 'click', { detail: 2 }); fire(e, 'MouseEvent', 'dblclick', { detail: 2 }); }
        else dispatch(e, 'MouseEvent', 'click', { detail: 1 });
        return null; }
      case 'hover': for (const o of [...hovered].reverse()) if (!o.contains(e)) fire(o, 'MouseEvent', 'mouseleave', { bubbles: false });
        hovered.clear(); for (let n = e; n; n = n.parentElement) hovered.add(n); cascade.touch(); fire(e, 'MouseEvent', 'mouseover'); fire(e, 'MouseEvent', 'mouseenter', { bubbles: false }); fire(e, 'MouseEvent', 'mousemove'); return null;
      case 'focus': e.focus(); return doc[S.activeElement] === e ? null : 'it cannot take the focus';
      case 'blur': if (doc[S.activeElement]) doc[S.activeElement].blur(); return null;
      case 'key': press(a.key); return null;
      case 'clear': if (!editable(e)) return 'one cannot type into it'; e.focus(); if (e.value !== '') { e.value = ''; fire(e, 'InputEvent', 'input', { cancelable: false, inputType: 'deleteContentBackward' }); } return null;
      case 'select': { const o = [...e.querySelectorAll('option')].find(x => squash(x.textContent) === a.option || x.value === a.option); if (!o) return `it has no option "${a.option}"`;
        e.focus(); e.value = o.value; fire(e, 'Event', 'input', { cancelable: false }); fire(e, 'Event', 'change', { cancelable: false }); return null; }
      case 'submit': { const f = e.localName === 'form' ? e : e.form ?? e.closest('form'); if (!f) return 'it is not in a form'; f.requestSubmit(); return null; }
    }
    return 'unknown action';
  }

  // ---- virtual time ----
  let nesting = 0;
  function defer(fn, ms, every = false) {
    const level = nesting + 1; const at = elapsed + Math.max(level > 5 ? 4 : every ? 1 : 0, Math.min(Number(ms) || 0, 2 ** 31));
    const t = { id: ++sequence, at, fn, every: every ? Math.max(1, Number(ms) || 0) : 0, order: sequence, level };
    if (timers.length >= 5000) throw new RangeError('too many timers');
    timers.push(t); return t.id;
  }
  const cancel = id => { timers = timers.filter(t => t.id !== id); };
  function due(limit) {
    let next = null;
    for (const t of timers) if (t.at <= limit && (next === null || t.at < next.at || (t.at === next.at && t.order < next.order))) next = t;
    return next;
  }
  function tick(limit) {
    const t = due(limit); if (!t) { elapsed = Math.max(elapsed, limit); return null; }
    elapsed = Math.max(elapsed, t.at);
    if (t.every) { t.at += t.every; t.order = ++sequence; } else cancel(t.id);
    nesting = t.level; try { t.fn(); } catch (error) { report(error, 'a timer'); } finally { nesting = 0; }
    return elapsed;
  }

  // ---- the network: scripted answers only ----
  function answer(method, url, body, headers) {
    const to = new URL(url, doc.location.href); const path = to.origin === 'http://exercise.test' ? to.pathname + to.search : to.href;
    put(requests, { method, url: path, body: body === null ? null : clip(body), headers });
    const i = answers.findIndex(a => a.method === method && (a.url === path || a.url === to.pathname || a.url === to.href) && a.left > 0);
    if (i < 0) return { status: 404, body: '', after: 10, headers: {}, statusText: 'Not Found', url: to.href };
    const a = answers[i]; a.left -= 1; return { ...a, url: to.href };
  }

  // ---- accessibility, the part that needs no layout ----
  function audit() {
    const out = []; const add = (rule, e, message) => { if (out.length < 40) out.push({ rule, element: e ? `<${e.localName}${e.id ? ' id="' + clip(e.id) + '"' : ''}>` : '', message }); };
    if (!squash(doc.documentElement?.getAttribute('lang') ?? '')) add('html-lang', null, '<html> has no lang attribute');
    if (!squash(doc.title ?? '')) add('title', null, 'The page has no <title>');
    let last = 0; const ids = new Map();
    for (const e of all('body, body *')) {
      if (e.id) { if (ids.has(e.id)) add('duplicate-id', e, `The id "${clip(e.id)}" is used more than once`); ids.set(e.id, e); }
      if (e.localName === 'body' || !visible(e)) continue;
      const r = role(e);
      if (e.localName === 'img' && !e.hasAttribute('alt')) add('image-alt', e, 'An image has no alt attribute');
      if (['button', 'link', 'tab', 'menuitem'].includes(r) && !name(e)) add('name', e, `A ${r} has no accessible name`);
      if (e.matches('input:not([type="hidden"]):not([type="submit"]):not([type="button"]):not([type="reset"]),select,textarea')) {
        if (!name(e)) add('label', e, 'A form field has no label');
        else if (!labels(e).length && !e.hasAttribute('aria-label') && !e.hasAttribute('aria-labelledby') && !e.hasAttribute('title')) add('label', e, 'A placeholder is not a label');
      }
      const h = /^h([1-6])$/.exec(e.localName); if (h) { const n = Number(h[1]); if (n > last + 1) add('heading-order', e, `<h${n}> follows ${last ? `<h${last}>` : 'no heading'}: a level is skipped`); last = n; }
      for (const a of ['aria-labelledby', 'aria-describedby', 'aria-controls']) if (e.hasAttribute(a)) for (const id of e.getAttribute(a).split(/\s+/)) if (id && !byId(id)) add('aria-ref', e, `${a} names "${clip(id)}", which does not exist`);
      if (Number(e.getAttribute('tabindex')) > 0) add('tabindex', e, 'tabindex above 0 changes the order of the page');
      if (e.hasAttribute('onclick') && !e.matches(FOCUSABLE)) add('keyboard', e, 'It can be clicked but not reached with the keyboard');
    }
    return out;
  }
  /** Colours for the contrast check: every visible element with text of its own, with the backgrounds behind it. */
  function paints() {
    const out = [];
    for (const e of all('body, body *')) {
      if (out.length >= 200 || e.localName === 'script' || e.localName === 'style') continue;
      let own = false; for (const n of e.childNodes) if (n.nodeType === 3 && squash(n.data)) own = true;
      if (!own || !visible(e) || disabled(e)) continue;
      const back = [];
      for (let n = e; n && n.nodeType === 1; n = n.parentElement) { const image = css(n, 'background-image'), color = css(n, 'background-color'); if (image && image !== 'none' && image !== 'initial') { back.length = 0; back.push('image'); break; } if (color && color !== 'initial') back.push(color); }
      out.push({ tag: e.localName, text: shown(e).slice(0, 40), color: css(e, 'color'), back, size: css(e, 'font-size'), weight: css(e, 'font-weight') });
    }
    return out;
  }

  // ---- opening a page ----
  let held = null;
  function open(p) {
    forget(); random = p.seed >>> 0 || 1; answers = p.answers.map(a => ({ ...a }));
    w.happyDOM.setViewport({ width: p.width, height: p.height }); hovered.clear(); cascade.touch();
    for (const [k, v] of Object.entries(p.storage)) w.localStorage.setItem(k, v);
    const whole = /^\s*(<!--[\s\S]{0,500}?-->\s*)?<(!doctype|html)\b/i.test(p.html);
    doc.write(whole ? p.html : `<!doctype html><html><head></head><body>${p.html}</body></html>`);
    doc.close?.();
    B.names(all('[id]').map(e => e.id), id => doc.getElementById(id));
    let linked = false;
    for (const l of all('link[rel="stylesheet"]')) { if (/^(\.?\/)?(style|styles|main|index)\.css$/.test(l.getAttribute('href') ?? '')) { if (!linked) sheet(p.css, l); linked = true; } }
    if (!linked && p.css.trim()) sheet(p.css, null);
    const list = []; let filed = false;
    for (const s of all('script')) {
      const type = (s.getAttribute('type') ?? '').trim().toLowerCase(); const src = s.getAttribute('src');
      if (!['', 'module', 'text/javascript', 'application/javascript'].includes(type)) continue;
      const file = src !== null && /^(\.?\/)?(script|main|index|app)\.js$/.test(src);
      if (src !== null && !file) continue;
      if (file) { if (filed) continue; filed = true; }
      list.push({ file, code: file ? null : s.textContent, module: type === 'module', early: s.closest('head') !== null && type !== 'module' && !(file && (s.hasAttribute('defer') || s.hasAttribute('async'))), late: type === 'module' || (file && s.hasAttribute('defer')) });
    }
    if (!filed) list.push({ file: true, code: null, module: false, early: false, late: true });
    return list;
  }
  function sheet(css, link) { const e = doc.createElement('style'); e.textContent = css; if (link) link.after(e); else (doc.head ?? doc.documentElement).append(e); }
  function phase({ which }) {
    if (which === 'early') { doc[S.readyState] = 'loading'; held = [...doc.body.childNodes]; for (const n of held) n.remove(); }
    else if (which === 'parsed') { if (held) doc.body.prepend(...held); held = null; }
    else if (which === 'interactive') { doc[S.readyState] = 'interactive'; fire(doc, 'Event', 'DOMContentLoaded', { cancelable: false }); }
    else { doc[S.readyState] = 'complete'; const e = new w.Event('load'); w.dispatchEvent(e); }
    return null;
  }

  // ---- unit calls and spies ----
  const kept = new Map();
  const spyOn = key => { if (!spies.has(key)) spies.set(key, []); return (...args) => put(spies.get(key), { args: args.map(a => show(a, 4)), at: elapsed }); };
  function unit(c, f) {
    const args = B.parse(JSON.stringify(c.args), key => B.wrap(spyOn(key), undefined));
    const target = c.use !== undefined ? kept.get(c.use) : f;
    if (typeof target !== 'function') return { missing: true };
    let result; try { result = c.new ? Reflect.construct(target, args) : Reflect.apply(target, c.on !== undefined ? kept.get(c.on) : undefined, args); if (c.method !== undefined) result = Reflect.apply(result[c.method.name], result, B.parse(JSON.stringify(c.method.args), () => undefined)); }
    catch (error) { return { threw: show(error) }; }
    if (c.as !== undefined) kept.set(c.as, result);
    if (typeof result === 'object' && result !== null && typeof result.then === 'function') {
      const slot = { promise: true }; kept.set('$promise', slot);
      result.then(v => { slot.value = show(v); slot.settled = true; }, e => { slot.threw = show(e); slot.settled = true; });
      return { promise: true };
    }
    return { value: show(result), after: show(args) };
  }

  const [storageKey, storageItem] = ['key', 'getItem'].map(k => uncurry(w.Storage.prototype[k]));
  function stored() { const out = {}; for (let i = 0; i < Math.min(w.localStorage.length, 50); i++) { const k = storageKey(w.localStorage, i); out[clip(k)] = clip(storageItem(w.localStorage, k) ?? ''); } return out; }
  function strip({ code, name }) {
    try { return { code: HD.transform(code, { transforms: ['typescript'], disableESTransforms: true }).code }; }
    catch (error) { put(errors, { where: name, name: 'SyntaxError', message: say(error.message).replace(/^Error transforming [^:]*: /, ''), stack: '' }); return { code: '' }; }
  }
  const ops = { open, phase, strip, act: a => { const why = act(a); return { why, due: due(elapsed) !== null, gone: navigations.at(-1) ?? null }; }, due: p => due(p.limit)?.at ?? null, tick: p => tick(p.limit), audit, paints,
    find: p => { const found = find(p.target); return { count: found.length, items: found.slice(0, MAX_FOUND).map(e => see(e, p.want)) }; },
    resize: p => { w.happyDOM.setViewport({ width: p.width, height: p.height ?? 768 }); cascade.touch(); w.dispatchEvent(new w.Event('resize')); for (const m of mediaLists) if (m.list.matches !== m.was) { m.was = m.list.matches; const e = new w.MediaQueryListEvent('change', { matches: m.was, media: m.list.media }); m.list.dispatchEvent(e); if (typeof m.list.onchange === 'function') m.list.onchange(e); } return null; },
    state: () => ({ log, errors, requests, navigations, dialogs, title: clip(doc.title ?? ''), url: doc.location.pathname + doc.location.search + doc.location.hash,
      storage: stored(), spies: Object.fromEntries(spies), elapsed }),
    html: () => doc.documentElement.outerHTML.slice(0, 200000),
    unit, settled: () => { const s = kept.get('$promise'); return s?.settled ? { value: s.value, threw: s.threw } : { promise: true }; },
    spy: p => B.replace(p.name, original => B.wrap(spyOn(p.name), original)),
    failed: (p, error) => report(error, p.where),
    rejected: (p, error) => { const event = new w.Event('unhandledrejection', { cancelable: true }); event.reason = error; w.dispatchEvent(event);
      if (!event.defaultPrevented) fail(error, 'a promise'); return null; } };

  // ---- what realm B may have, then the lock ----
  preludeB({ w, doc, log: (level, args) => put(log, { level, text: clip(args.map(a => (typeof a === 'string' ? a : JSON.stringify(show(a, 3)))).join(' ')), at: elapsed }),
    fail, defer, cancel, answer, dialog: (kind, text) => { put(dialogs, { kind, text: say(text) }); }, elapsed: () => elapsed,
    next: () => { random ^= random << 13; random ^= random >>> 17; random ^= random << 5; return (random >>> 0) / 4294967296; }, now: () => elapsed }, B);
  const lock = (o, extensible) => {
    for (const k of Reflect.ownKeys(o)) { const d = Reflect.getOwnPropertyDescriptor(o, k); if (!d.configurable || (extensible && 'value' in d && typeof d.value !== 'function')) continue;
      try { Object.defineProperty(o, k, 'value' in d ? { configurable: false, writable: false } : { configurable: false }); } catch {} }
    if (!extensible) Object.preventExtensions(o);
  };
  const ownError = Error.prototype;
  for (const P of [ownError, TypeError.prototype, RangeError.prototype, SyntaxError.prototype, w.DOMException.prototype]) for (const k of ['name', 'message']) {
    const d = Object.getOwnPropertyDescriptor(P, k); if (!d || !('value' in d)) continue; const v = d.value;
    Object.defineProperty(P, k, { get: () => v, set(x) { Object.defineProperty(this, k, { value: x, writable: true, configurable: true, enumerable: false }); }, configurable: true });
  }
  for (const F of [function () {}, async function () {}, function* () {}, async function* () {}]) Object.defineProperty(Object.getPrototypeOf(F), 'constructor', { value: B.Function, configurable: false, writable: false });
  delete Error.prepareStackTrace; delete Error.captureStackTrace; delete Error.stackTraceLimit;
  // Proxied classes keep their methods configurable: happy-dom copies their descriptors onto proxy targets.
  const seen = new Set(['Storage', 'NamedNodeMap', 'NodeList', 'HTMLCollection'].flatMap(k => [w[k], w[k].prototype]));
  function walk(o, intrinsic) {
    if ((typeof o !== 'object' && typeof o !== 'function') || o === null || seen.has(o)) return; seen.add(o);
    for (const k of Reflect.ownKeys(o)) { const d = Reflect.getOwnPropertyDescriptor(o, k);
      for (const x of [d.value, d.get, d.set]) if (typeof x === 'function' || (intrinsic && typeof x === 'object')) walk(x, intrinsic);
      if (k === 'prototype' && d.value) walk(d.value, intrinsic); }
    walk(Object.getPrototypeOf(o), intrinsic);
    lock(o, !intrinsic);
  }
  for (const k of ['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'Math', 'JSON', 'Reflect', 'Promise', 'Proxy', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Date', 'RegExp', 'Error', 'TypeError', 'RangeError',
    'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8Array', 'Atomics', 'BigInt', 'Iterator', 'FinalizationRegistry', 'URL', 'URLSearchParams', 'structuredClone', 'DOMException']) if (k in globalThis) walk(globalThis[k], true);
  for (const x of [[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](), /x/[Symbol.matchAll](''), (function* () {})(), (async function* () {})()]) walk(Object.getPrototypeOf(x), true);
  for (let o = w; o && o !== Object.prototype; o = Object.getPrototypeOf(o)) { for (const k of Reflect.ownKeys(o)) { const d = Reflect.getOwnPropertyDescriptor(o, k); for (const x of [d.value, d.get, d.set]) if (typeof x === 'function') walk(x, false); } if (o !== w) lock(o, true); }
  for (const k of ['eval', 'Function', 'B', 'HD', 'preludeB']) { try { delete globalThis[k]; globalThis[k] = undefined; } catch {} }

  return (text, value) => { const at = text.indexOf(' '); return JSON_stringify(ops[text.slice(0, at)](JSON_parse(text.slice(at + 1)), value) ?? null); };
})
