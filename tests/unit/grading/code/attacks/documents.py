"""More documents and sheets: what HTML loads by itself, markup in data addresses, and what CSS computes, counts or repeats."""

LOADING = {
    "refresh again and again": '<meta http-equiv="refresh" content="0; url=/">' * 200,
    "a refresh to a script": '<meta http-equiv=refresh content="0;url=javascript:for(;;);">',
    "a policy of its own": "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><script>for(;;);</script>",
    "a base that is none": '<base href="data:x"><base target=_top><a id=add href="?">x</a><script src=script.js></script>',
    "preloads": '<link rel=preload as=script href="//elsewhere.test/x.js" onload="for(;;);">' * 300,
    "other links": "".join(
        f'<link rel="{rel}" href="http://elsewhere.test/{rel}">'
        for rel in ("dns-prefetch", "preconnect", "modulepreload", "manifest", "icon", "prerender", "import")
    ),
    "a link without an address": '<link rel=stylesheet ffhref=style.css><link rel=stylesheet href="style.css" disabled>',
    "a script of data": '<script src="data:text/javascript,for(;;);"></script><script type=module>import "data:text/javascript,for(;;);"</script>',
    "an import map": '<script type=importmap>{"imports":{"x":"data:text/javascript,for(;;);"}}</script><script type=module>import("x")</script>',
    "scripts without nonsense": "<script nomodule>for(;;);</script><script type=text/plain>for(;;);</script><noscript><p>x</noscript>",
    "objects and embeds": '<object data="data:text/html,<script>for(;;);</script>"><embed src=javascript:for(;;);><applet code=x></object>'
    * 200,
    "a frame of a document": "<iframe srcdoc=\"<iframe srcdoc='<script>parent.parent.eval(1)</script>'></iframe>\" sandbox=allow-scripts></iframe>",
    "frames of oneself": '<iframe src="index.html"></iframe><iframe src="/"></iframe><iframe src="about:srcdoc"></iframe>'
    * 100,
    "a set of frames": "<frameset cols=1,1><frame src=index.html><frame src=javascript:for(;;);></frameset>",
    "images that fail": '<img src="http://elsewhere.test/x.png" srcset="a 1x, b 2x" onerror="this.src=Math.random()" onload="for(;;);">'
    * 100,
    "media": '<video autoplay src=x onplay="for(;;);"><source src=y onerror="for(;;);"><track src=z></video><audio autoplay src=x></audio>'
    * 100,
    "a form of a form": '<form action=javascript:for(;;); id=a><input form=a autofocus onfocus="form.submit()"></form><button form=a formaction=//elsewhere.test>x</button>',
    "focus of everything": '<input autofocus onfocus="document.querySelectorAll(`input`)[1].focus()"><input onfocus="document.querySelector(`input`).focus()">',
    "details that toggle": '<details open ontoggle="this.open=!this.open"><summary>x</summary></details>' * 50,
    "a marquee": "<marquee onstart='for(;;);' loop=-1>x</marquee><blink>x</blink><keygen><isindex><plaintext><p>never",
    "an SVG with a script": "<svg onload='for(;;);'><script>for(;;);</script><foreignObject><body onload='for(;;);'><script>for(;;);</script></foreignObject></svg>",
    "an SVG of itself": "<svg><defs><g id=a><use href=#a /><use href=#a /></g></defs><use href=#a /></svg>" * 200,
    "an SVG that animates": "<svg><a><animate attributeName=href values=javascript:for(;;); /><set attributeName=onclick to=for(;;); /></a></svg>"
    * 100,
    "templates in templates": "<template><template>" * 2000 + "<script>for(;;);</script>",
    "shadows in markup": "<div><template shadowrootmode=open><slot></slot>" * 1500,
    "elements nobody knows": "".join(f"<x-{i} is=y-{i}></x-{i}>" for i in range(3000)),
    "attributes nobody knows": "<p " + " ".join(f"on{i}=for(;;); data-{i} aria-{i}=x" for i in range(1500)) + ">x</p>",
    "an attribute twice": "<p id=count id=add class=a class=b onclick=1 onclick=for(;;);>x</p>" * 500,
    "names of what a form has": "<form id=f>"
    + "".join(
        f"<input name={n} id={n}>" for n in ("length", "submit", "reset", "elements", "parentNode", "constructor")
    )
    + "</form>",
    "an area of a map": "<map name=m><area href=javascript:for(;;); shape=default></map><img usemap=#m>" * 200,
    "characters of the prose": "<p>\u202e\u200b\ufeff\ufffe\U0001f469\u200d\U0001f469\u200d\U0001f467</p>" * 1500,
    "a declaration of XML": "<?xml version=1.0 encoding=utf-7?><!DOCTYPE html SYSTEM 'http://elsewhere.test/x.dtd'><![CDATA[<p>x]]>",
    "a table in a cell in a table": "<table><caption><table><tr><td><form><select>" * 700,
    "lists in lists": "<ul><li><ol><li><dl><dt><dd>" * 1200,
    "headings by the thousand": "<h1><h2><h3><h4><h5><h6>" * 1000,
    "buttons by the thousand": "<button id=add>Add</button>" * 2500,
    "labels of labels": "<label for=a id=a><label for=b id=b aria-labelledby='a b a b'>x</label></label>" * 600,
    "text that names itself": "".join(f"<p id=i{n} aria-labelledby='i{n - 1} i{n - 1}'>x</p>" for n in range(1, 800)),
    "inline styles": '<p style="' + "color:red;" * 5000 + '">x</p>',
    "a style in each": "".join(f'<p style="--a{i}:var(--a{i - 1});color:var(--a{i})">x</p>' for i in range(1, 1200)),
    "a nested span in each": "<span style='color:inherit;font-size:1.1em'>" * 2000,
}

SHEETS = {
    "has in not in is": ":not(:is(:has(:not(:is(:has(*)))))){color:red}" * 200,
    "has of every sibling": "*:has(+ *:has(+ *:has(+ * ~ *:has(> *)))){color:red}" * 200,
    "has in a list": ":has(" + ",".join(["*"] * 9000) + "){color:red}",
    "where that explodes": ":where(a,b,c) " * 500 + ":where(p,b){color:red}",
    "nth of large numbers": "p:nth-child(999999999999n - 999999999999),:nth-last-of-type(-0n+99999999999999999999){color:red}"
    * 200,
    "nth that are none": "p:nth-child(n+),p:nth-child(2n 1),p:nth-child(--1n){color:red}" * 400,
    "pseudo-elements of all": "*::before{content:counter(a);counter-increment:a 999999999999}*::after{content:counters(a,'.')}"
    * 200,
    "counters without end": "*{counter-reset:" + " ".join(f"c{i} 1" for i in range(2500)) + "}",
    "content of attributes": "*::before{content:attr(class) attr(id) attr(data-x type(<color>),red) "
    + "attr(x) " * 4000
    + "}",
    "quotes in quotes": "*{quotes:" + "'«' '»' " * 4000 + "}*::before{content:" + "open-quote " * 3000 + "}",
    "properties that are declared": "".join(
        f"@property --p{i}{{syntax:'<length>';inherits:true;initial-value:{i}px}}" for i in range(600)
    ),
    "a property of itself": "@property --a{syntax:'*';inherits:false;initial-value:var(--a)}*{--a:var(--a) var(--a);width:var(--a)}",
    "a cycle of many": "*{" + "".join(f"--v{i}:var(--v{(i + 1) % 1500});" for i in range(1500)) + "color:var(--v7)}",
    "a variable in each fallback": "*{--a:1;color:" + "var(--x,var(--a)," * 1500 + "red" + ")" * 1500 + "}",
    "variables by inheritance": "* {--w: calc(var(--w, 1px) * 2); width: var(--w)}",
    "variables that are texts": "*{--a:" + "'x' " * 8000 + ";content:var(--a)}",
    "huge numbers": "*{width:1e999px;height:calc(1px/0);margin:calc(infinity*1px);opacity:-1e-999;z-index:99999999999999999999;font-size:1e38em}",
    "numbers of many digits": "*{width:" + "9" * 38000 + "px}",
    "functions of numbers": "*{width:"
    + "min(" * 800
    + "1px"
    + ",2px)" * 800
    + ";height:clamp(" * 300
    + "1px,2px,3px)}",
    "calc of nothing": "*{width:calc(1px*(1/(1/(1/0))));height:calc(calc(calc()));margin:calc(1 px +)}" * 100,
    "colours of colours": "*{color:"
    + "color-mix(in srgb,red," * 1000
    + "blue"
    + ")" * 1000
    + ";background:hsl(1e99 1e99% 1e99%/1e99)}",
    "colours that are none": "*{color:#12345;color:rgb(1,2);color:rgb(from red r g b);color:color(xyz 1 2 3);color:lab(1 2 3)}"
    * 300,
    "gradients": "*{background:" + ",".join(["linear-gradient(red,blue)"] * 1500) + "}",
    "a flood of layers": "@layer "
    + ",".join(f"l{i}" for i in range(6000))
    + ";"
    + "@layer a.b.c{p{color:red!important}}" * 300,
    "layers in layers": "@layer a{" * 2500 + "p{color:red}",
    "scopes and containers": "@scope (p) to (b){:scope{color:red}}@container (width>1px){p{color:red}}@starting-style{p{color:red}}"
    * 250,
    "imports of itself": "@import 'style.css';@import url(style.css) layer(a) supports(color:red);" * 500,
    "an import in an import": "@import url('data:text/css,@import url(style.css);p{color:red}');" * 400,
    "namespaces and charsets": '@charset "utf-7";@namespace svg url(http://elsewhere.test);svg|*|*{color:red}*|p{color:red}'
    * 200,
    "key frames": "".join(
        f"@keyframes k{i}{{from{{color:red}}50%{{color:blue}}to{{width:var(--x)}}}}" for i in range(500)
    )
    + "*{animation:k1 1s infinite}",
    "transitions by the thousand": "*{transition:" + ",".join(["all 1e9s cubic-bezier(0,9,1,-9)"] * 1000) + "}",
    "fonts from elsewhere": "@font-face{font-family:a;src:url(//elsewhere.test/x.woff)}*{font:1px/1 a}" * 400,
    "addresses everywhere": "*{background:url(//elsewhere.test/a);cursor:url(javascript:1);list-style:url(data:,x);filter:url(#x);mask:url(//x)}"
    * 300,
    "grids": "*{display:grid;grid-template:repeat(99999,repeat(99999,1px))/repeat(auto-fill,minmax(0,1fr));grid-area:1/1/999999999/99999999}"
    * 50,
    "names of areas": "*{grid-template-areas:" + "'a b c' " * 4000 + "}",
    "shorthands in shorthands": "*{all:revert-layer;font:inherit;background:none;border:0 solid;flex:1 1 0;inset:0;margin:auto}"
    * 400,
    "everything is important": "*{color:red!important;color:blue !IMPORTANT;color:green! important}" * 500,
    "everything is hidden": "*{display:none!important;visibility:hidden;opacity:0;content-visibility:hidden}",
    "everything is contents": "*{display:contents;position:fixed;inset:0;pointer-events:none;user-select:none}",
    "a sheet that hides a click": "#add{pointer-events:none}*::after{content:'';position:fixed;inset:0}",
    "media of all": "@media not all,(min-width:0),(max-aspect-ratio:1/0),(resolution:1e99dppx),(width>=1e99px){p{color:red}}"
    * 300,
    "supports of selectors": "@supports selector(:has(a)) and (not (selector(:x(a)))){p{color:red}}" * 400,
    "selectors of namespaces": "a|b,*|*,|c,[a|b=c],[*|d],::part(x y),::slotted(*),:host-context(p){color:red}" * 300,
    "attributes that are odd": "[a='" + "x" * 20000 + "' i],[b*=''],[c~='a b'],[d|=x s]{color:red}",
    "deep lists in nesting": "p{" + "&:is(a,b),& c{" * 600 + "color:red",
    "nesting that doubles": "p{" + "&,& &{" * 24 + "color:red" + "}" * 24 + "}",
    "escapes of nothing": "\\110000 \\0 \\d800 p\\{color\\3a red}" * 1500,
    "a byte that is none": "p\ufffd{color:red}\x7f\x01\x1f*{--\U0001f4a9:red;color:var(--\U0001f4a9)}" * 500,
}
