"""The snippets and expressions on which the page differs from Chromium, each with the reason."""

DIFFERENCES = {
    "misnest": "the parser does not repair formatting elements that are closed in the wrong order",
    "crypto uuid": "Chromium had an insecure address and has no crypto.randomUUID there",
    "getBoundingClientRect": "there is no layout",
    "offsetWidth": "there is no layout",
    "canvas": "nothing is painted",
}

# Expressions of `interfaces.json`.
MISSING = {
    "String(f.elements.c)": "its class has the name of the one that it extends",
    "f.requestSubmit.length": "the number of its arguments is counted otherwise",
    "(()=>{try{d.dataset['a-b']=1}catch(e){return e.name}})()": "a name with a hyphen is taken",
    "new Intl.NumberFormat('de').resolvedOptions().locale": "German is that of Germany",
    "new Intl.DateTimeFormat('en-US',{timeZone:'Europe/Berlin',dateStyle:'short',timeStyle:'short'}).format(new Date(0))": "every page is in UTC: there is no data on time zones",
    "new Intl.DateTimeFormat('en-US',{timeZone:'UTC'}).formatRange?.(new Date(0),new Date(86400000*3))": "there are no ranges of dates",
    "typeof Intl.DisplayNames": "names of languages and regions are no part of the image",
    "me.value": "a meter is read between 0 and 1",
    "f.elements.ta.rows": "the attribute is read as a text",
    "u.draggable": "there is no layout, and nothing is dragged",
    "u.offsetParent===undefined": "there is no layout, and nothing is dragged",
    "(()=>{u.style.width='5px'; u.style.removeProperty('width'); return u.getAttribute('style')})()": "a style that becomes empty takes its attribute away",
    "typeof BroadcastChannel": "it is not there",
    "typeof URL.createObjectURL": "it is not there",
    "typeof HTMLElement.prototype.attachInternals": "it is not there",
    "document.all.length>0": "it is obsolete",
    "document.querySelector(':scope')?.tagName": "the root is no scope of the document",
    "document.evaluate ? 1 : 0": "it is not there",
    "document.execCommand ? 1:0": "editing commands are no longer taught",
    "window.name": "there is one window",
    "typeof visualViewport": "there is no layout, and nothing is dragged",
    "typeof reportError": "it is not there",
}
