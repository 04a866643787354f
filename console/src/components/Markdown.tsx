import ReactMarkdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";

/** Text that an author wrote as Markdown. HTML within it is shown as text; its headings are below the page's own. */
export default function Markdown({ source }: { readonly source: string }) {
  return (
    <div className="markdown">
      <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeSanitize]} components={{ h1: "h2" }}>
        {source}
      </ReactMarkdown>
    </div>
  );
}
