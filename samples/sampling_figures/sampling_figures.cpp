// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Draws the figures of docs/sampling.md and prints the numbers that it quotes.

#include "opencv2/core/utility.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/zoom.hpp"

#include "panels.hpp"
#include "pictures.hpp"
#include "zoom_footage/output_file.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>

using namespace cv;
using namespace figures;

namespace {

const double UNIFORM_MIX = 0.3, TRANSPORT_SIGMA = 0.04; // gentler than the defaults: the pictures stay readable

// Grids -------------------------------------------------------------------------------------------------------------

Mat gridOf(const Mat& saliency, int mode, int border = BORDER_REFLECT_101)
{
    zoom::GridParams params;
    params.mode = mode;
    params.borderType = border;
    params.gridSize = saliency.size();
    params.uniformMix = UNIFORM_MIX;
    if (mode == zoom::GRID_TRANSPORT)
        params.sigma = TRANSPORT_SIGMA;
    Mat grid;
    zoom::saliencyToGrid(saliency, grid, params);
    return grid;
}

//! A bump on a floor.
Mat blob(Size nodes, Point2d at, double sigma, double floor)
{
    Mat s(nodes, CV_32F);
    for (int i = 0; i < s.rows; ++i)
        for (int j = 0; j < s.cols; ++j)
        {
            const double x = double(j) / (s.cols - 1) - at.x, y = double(i) / (s.rows - 1) - at.y;
            s.at<float>(i, j) = float(floor + std::exp(-(x * x + y * y) / (2 * sigma * sigma)));
        }
    return s;
}

//! Where the integral over nodes (by trapezoids) reaches the given share of the whole, normalised.
double quantile(const std::vector<double>& density, double share)
{
    double total = 0, sum = 0;
    for (size_t k = 1; k < density.size(); ++k)
        total += 0.5 * (density[k - 1] + density[k]);
    for (size_t k = 1; k < density.size(); ++k)
    {
        const double part = 0.5 * (density[k - 1] + density[k]) / total;
        if (sum + part >= share)
            return (double(k) - 1 + (share - sum) / part) / double(density.size() - 1);
        sum += part;
    }
    return 1;
}

/** The usual alternative to transport: rows by the distribution of the rows' sums, then columns by every row's own
distribution. Every cell gets its share of the saliency too, but the rows know nothing of each other. */
Mat rowThenColumnGrid(const Mat& s)
{
    Mat grid(s.size(), CV_32FC2);
    std::vector<double> rowSums(s.rows), along(s.cols);
    for (int i = 0; i < s.rows; ++i)
        rowSums[i] = sum(s.row(i))[0];
    for (int i = 0; i < s.rows; ++i)
    {
        const double v = quantile(rowSums, double(i) / (s.rows - 1)), y = v * (s.rows - 1);
        const int row = std::min(int(y), s.rows - 2);
        for (int j = 0; j < s.cols; ++j)
            along[j] = s.at<float>(row, j) + (y - row) * (s.at<float>(row + 1, j) - s.at<float>(row, j));
        for (int j = 0; j < s.cols; ++j)
            grid.at<Vec2f>(i, j) = Vec2f(float(quantile(along, double(j) / (s.cols - 1))), float(v));
    }
    return grid;
}

//! Mean deviation of the cells' corners from right angles, in degrees.
double meanShear(const Mat& grid)
{
    double total = 0;
    for (int i = 0; i + 1 < grid.rows; ++i)
        for (int j = 0; j + 1 < grid.cols; ++j)
        {
            const Vec2d x = Vec2d(grid.at<Vec2f>(i, j + 1)) - Vec2d(grid.at<Vec2f>(i, j));
            const Vec2d y = Vec2d(grid.at<Vec2f>(i + 1, j)) - Vec2d(grid.at<Vec2f>(i, j));
            total += std::abs(90 - std::acos(x.dot(y) / (norm(x) * norm(y))) * 180 / CV_PI);
        }
    return total / ((grid.rows - 1) * (grid.cols - 1));
}

//! Determinant of the Jacobian at every pixel of a zoomed frame, in normalised coordinates.
Mat determinants(const Mat& grid, Size size)
{
    Mat out(size, CV_32F);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
        {
            const double px = (x + 0.5) / size.width * (grid.cols - 1), py = (y + 0.5) / size.height * (grid.rows - 1);
            const int j = std::min(int(px), grid.cols - 2), i = std::min(int(py), grid.rows - 2);
            const double s = px - j, t = py - i;
            const Vec2d a = grid.at<Vec2f>(i, j), b = grid.at<Vec2f>(i, j + 1), c = grid.at<Vec2f>(i + 1, j),
                        d = grid.at<Vec2f>(i + 1, j + 1);
            const Vec2d dx = (grid.cols - 1) * ((1 - t) * (b - a) + t * (d - c));
            const Vec2d dy = (grid.rows - 1) * ((1 - s) * (c - a) + s * (d - b));
            out.at<float>(y, x) = float(dx[0] * dy[1] - dx[1] * dy[0]);
        }
    return out;
}

//! White at 0 to blue at 4 and above; red where the determinant is negative.
Mat determinantColours(const Mat& determinant)
{
    Mat out(determinant.size(), CV_8UC3);
    for (int y = 0; y < out.rows; ++y)
        for (int x = 0; x < out.cols; ++x)
        {
            const double d = determinant.at<float>(y, x), t = std::sqrt(std::min(std::max(d, 0.0) / 4, 1.0));
            out.at<Vec3b>(y, x) = d < 0 ? Vec3b(20, 20, 220) : Vec3b(Vec3d(255, 248, 240) - t * Vec3d(105, 178, 230));
        }
    return out;
}

Mat linesOver(const Mat& picture, const zoom::ZoomTransform& t, const Scalar& colour = YELLOW, int step = 2)
{
    Mat out = picture.clone();
    zoom::drawGrid(out, t, colour, 1, step);
    return out;
}

double psnrOf(const Mat& a, const Mat& b)
{
    const double mse = std::pow(norm(a, b, NORM_L2), 2) / (double(a.total()) * a.channels());
    return 10 * std::log10(255 * 255 / mse);
}

// Figures -----------------------------------------------------------------------------------------------------------

//! One saliency map, three grids, three zoomed frames; the size of a panel is also that of the zoomed frame.
Mat figureGrids(const Scene& scene, Size panel)
{
    const Mat small = shrunk(scene.frame, panel);
    Mat heat = small.clone();
    zoom::drawSaliency(heat, scene.saliency, 0.85);
    std::vector<Mat> rows = {
        beside({captioned(heat, "the frame and its saliency"), captioned(small, "resized uniformly")})};
    const char* const names[] = {"attraction", "separable", "transport"};
    for (const int mode : {zoom::GRID_ATTRACTION, zoom::GRID_SEPARABLE, zoom::GRID_TRANSPORT})
    {
        const zoom::ZoomTransform t(gridOf(scene.saliency, mode), scene.frame.size(), panel);
        Mat zoomed;
        t.zoom(scene.frame, zoomed);
        rows.push_back(beside({captioned(linesOver(small, t), format("%s: where it samples the frame", names[mode])),
                               captioned(zoomed, format("%s: the zoomed frame", names[mode]))}));
        std::printf("grids: %-10s magnification %.2f to %.2f, coverage %.3f\n", names[mode], t.minMagnification(),
                    t.maxMagnification(), t.coverage());
    }
    return below(rows);
}

Mat figureBorders(const Scene& scene, Size panel)
{
    const Mat small = shrunk(scene.frame, panel);
    std::vector<Mat> rows;
    for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
    {
        const char* name = border == BORDER_REPLICATE ? "BORDER_REPLICATE" : "BORDER_REFLECT_101";
        const zoom::ZoomTransform t(gridOf(scene.saliency, zoom::GRID_ATTRACTION, border), scene.frame.size(), panel);
        Mat zoomed;
        t.zoom(scene.frame, zoomed);
        rows.push_back(beside({captioned(linesOver(small, t), name),
                               captioned(zoomed, format("shows %.0f %% of the frame", 100 * t.coverage()))}));
        std::printf("borders: %-18s magnification %.2f to %.2f, coverage %.3f\n", name, t.minMagnification(),
                    t.maxMagnification(), t.coverage());
    }
    return below(rows);
}

Mat figureShear(int side)
{
    const Mat saliency = blob(NODES, Point2d(0.25, 0.3), 0.1, 0.1) + blob(NODES, Point2d(0.75, 0.7), 0.1, 0.1);
    zoom::GridParams params;
    params.mode = zoom::GRID_TRANSPORT;
    params.sigma = 0;
    params.uniformMix = 0;
    Mat transport;
    zoom::saliencyToGrid(saliency, transport, params);
    const Mat grids[] = {transport, rowThenColumnGrid(saliency)};
    const char* const names[] = {"transport", "rows, then columns"};

    const Mat chart = drawChart(1200, 12);
    std::vector<Mat> columns;
    for (int k = 0; k < 2; ++k)
    {
        const zoom::ZoomTransform t(grids[k], chart.size(), Size(side, side));
        Mat lines(side, side, CV_8UC3, PAPER), zoomed;
        zoom::drawSaliency(lines, saliency, 0.75);
        zoom::drawGrid(lines, t, Scalar(120, 60, 0));
        t.zoom(chart, zoomed);
        columns.push_back(below({captioned(lines, format("%s: the grid over the saliency", names[k])),
                                 captioned(zoomed, "a chart of rings, zoomed")}));
        std::printf("shear: %-18s mean %.1f degrees, magnification %.2f to %.2f\n", names[k], meanShear(grids[k]),
                    t.minMagnification(), t.maxMagnification());
    }
    return beside(columns);
}

Mat figureMending(int side)
{
    const Size nodes(7, 7);
    Mat saliency(nodes, CV_32F);
    RNG rng(1473); // folds more than most
    rng.fill(saliency, RNG::UNIFORM, 0, 1);
    pow(saliency, 20, saliency); // a few sharp peaks, next to nothing between them
    zoom::GridParams params;
    params.gridSize = nodes;
    params.sigma = 1.0 / 6; // one node
    params.borderType = BORDER_REPLICATE;
    params.uniformMix = 0;
    params.minMagnification = params.maxMagnification = 0;
    Mat folding, mended, identity;
    zoom::saliencyToGrid(saliency, folding, params);
    params.minMagnification = 0.25;
    params.maxMagnification = 8;
    zoom::saliencyToGrid(saliency, mended, params);
    zoom::identityGrid(nodes, identity);
    const Mat toIdentity = identity - folding, moved = mended - folding;
    std::printf("mending: share of the identity %.3f\n", moved.dot(toIdentity) / toIdentity.dot(toIdentity));

    const Mat frame = drawLetters(1200, 20);
    std::vector<Mat> rows;
    for (const Mat& grid : {folding, mended})
    {
        const zoom::ZoomTransform t(grid, frame.size(), Size(side, side));
        const Mat determinant = determinants(grid, Size(side, side));
        Mat zoomed;
        t.zoom(frame, zoomed);
        const char* name = t.isCertified() ? "mended" : "as generated";
        rows.push_back(
            beside({captioned(linesOver(Mat(side, side, CV_8UC3, PAPER), t, INK, 1), String(name) + ": the grid"),
                    captioned(determinantColours(determinant), "determinant; red: negative, folded"),
                    captioned(zoomed, "a page of letters, zoomed")}));
        double least, most;
        minMaxLoc(determinant, &least, &most);
        std::printf(
            "mending: %-12s determinant %.3f to %.2f, folded or flat on %.1f %% of the zoomed frame, certified: %s\n",
            name, least, most, 100.0 * countNonZero(determinant <= 0) / double(determinant.total()),
            t.isCertified() ? "yes" : "no");
    }
    return below(rows);
}

Mat figureAntialiasing(const Scene& scene, Size panel)
{
    const Mat plate = drawZonePlate(1024);
    const int side = panel.width;
    const zoom::ZoomTransform round(gridOf(blob(NODES, Point2d(0.5, 0.5), 0.12, 0.15), zoom::GRID_ATTRACTION),
                                    plate.size(), Size(side / 2, side / 2));
    const zoom::ZoomTransform t(gridOf(scene.saliency, zoom::GRID_ATTRACTION), scene.frame.size(), Size(416, 234));
    std::vector<Rect2d> inZoomed;
    t.toZoomedRects(std::vector<Rect>{scene.fine}, inZoomed);
    const Rect part(cvFloor(inZoomed[0].x), cvFloor(inZoomed[0].y), cvCeil(inZoomed[0].width),
                    cvCeil(inZoomed[0].height));

    const Size third((2 * side - 6) / 3, (2 * side - 6) / 3 * part.height / part.width);
    std::vector<Mat> plates, details = {captioned(shrunk(scene.frame(scene.fine), third), "railings in the frame")};
    for (const int interpolation : {INTER_LINEAR, INTER_AREA})
    {
        const String name = interpolation == INTER_AREA ? "INTER_AREA" : "INTER_LINEAR";
        Mat zoomedPlate, zoomed;
        round.zoom(plate, zoomedPlate, interpolation);
        t.zoom(scene.frame, zoomed, interpolation);
        plates.push_back(captioned(
            enlarged(zoomedPlate, Rect(Point(), zoomedPlate.size()), Size(side, side)),
            format("%s: zone plate 1024x1024, zoomed to %dx%d", name.c_str(), zoomedPlate.cols, zoomedPlate.rows)));
        details.push_back(captioned(enlarged(zoomed, part, third), name + ": zoomed"));
    }
    return below({beside(plates), beside(details)});
}

//! A reduction 6:1 along x and none along y.
Mat figureOneSided(Size panel)
{
    const int factor = 6;
    Mat frame(panel.height, panel.width * factor, CV_8UC1, Scalar(255));
    const int third = frame.cols / 3;
    for (int y = 0; y < frame.rows; ++y)
        for (int x = 0; x < frame.cols; ++x)
        {
            uchar& pixel = frame.at<uchar>(y, x);
            if (x < third) // horizontal lines, two pixels each: not reduced, so they must stay
                pixel = y / 2 % 2 ? 255 : 0;
            else if (x < 2 * third)
            {
                // Waves of 36 pixels down to 3. Those below 12 pixels, two of the output, must have faded.
                const double at = x - third, low = 1. / 36, high = 1. / 3;
                const double waves = at * (low + (high - low) * at / (2 * third));
                pixel = saturate_cast<uchar>(127.5 + 127.5 * std::cos(2 * CV_PI * waves));
            }
        }
    const char* const words[] = {"thin lines", "keep their", "height", "and lose", "no stroke"};
    for (int k = 0; k < 5; ++k)
    {
        Mat text(24, third / factor, CV_8UC1, Scalar(255)), wide;
        putText(text, words[k], Point(2, 17), FONT_HERSHEY_SIMPLEX, 0.5, Scalar(0), 1, LINE_AA);
        resize(text, wide, Size(third, 24), 0, 0, INTER_LINEAR);
        wide.copyTo(frame(Rect(2 * third, 12 + k * 28, third, 24)));
    }
    Mat grid, linear, area, reduced, isotropic;
    zoom::identityGrid(NODES, grid);
    const zoom::ZoomTransform t(grid, frame.size(), panel);
    t.zoom(frame, linear, INTER_LINEAR);
    t.zoom(frame, area, INTER_AREA);
    resize(frame, reduced, Size(panel.width, panel.height / factor), 0, 0, INTER_AREA);
    resize(reduced, isotropic, panel, 0, 0, INTER_LINEAR);
    return beside({captioned(linear, "INTER_LINEAR: aliases along x"),
                   captioned(isotropic, "one width for both axes: blurs y"), captioned(area, "INTER_AREA")});
}

//! The footprint of one pixel, the box that stands for it, and the shares of the texels in its mean.
Mat figureBox()
{
    const int cell = 26, columns = 16, rows = 12, margin = 10;
    const Point2d x(5.7, 1.6), y(-1.6, 5.8), centre(8.56, 6.65); // derivatives along the output's axes, in frame pixels
    const Point2d box(std::sqrt(x.x * x.x + y.x * y.x), std::sqrt(x.y * x.y + y.y * y.y));
    const int level = std::max(int(std::floor(std::log2(std::min(box.x, box.y)))) - 1, 0), size = 1 << level;
    const auto canvas = [&] { return Mat(rows * cell + 2 * margin, columns * cell + 2 * margin, CV_8UC3, PAPER); };
    const auto at = [&](const Point2d& p) { return Point(cvRound(margin + p.x * cell), cvRound(margin + p.y * cell)); };
    const auto raster = [&](Mat& image, int step) {
        for (int k = 0; k <= columns; k += step)
            line(image, at(Point2d(k, 0)), at(Point2d(k, rows)), grey(200), 1);
        for (int k = 0; k <= rows; k += step)
            line(image, at(Point2d(0, k)), at(Point2d(columns, k)), grey(200), 1);
    };
    const Point2d low = centre - 0.5 * box, high = centre + 0.5 * box;

    Mat left = canvas();
    const std::vector<Point> footprint = {at(centre - 0.5 * x - 0.5 * y), at(centre + 0.5 * x - 0.5 * y),
                                          at(centre + 0.5 * x + 0.5 * y), at(centre - 0.5 * x + 0.5 * y)};
    fillConvexPoly(left, footprint, Scalar(250, 222, 190), LINE_AA);
    raster(left, 1);
    polylines(left, footprint, true, BLUE, 2, LINE_AA);
    rectangle(left, at(low), at(high), RED, 2);
    circle(left, at(centre), 4, INK, FILLED, LINE_AA);

    Mat right = canvas();
    const auto overlap = [&](double begin, double end, int k) {
        return std::max(0.0, std::min(end, double(k + size)) - std::max(begin, double(k))) / (end - begin);
    };
    for (int i = 0; i < rows; i += size)
        for (int j = 0; j < columns; j += size)
        {
            const double share = overlap(low.x, high.x, j) * overlap(low.y, high.y, i);
            if (share == 0)
                continue;
            const double shade = share * (box.x * box.y) / (size * size); // 1 for a texel that the box covers
            rectangle(right, at(Point2d(j, i)), at(Point2d(j + size, i + size)),
                      PAPER + shade * (Scalar(150, 190, 255) - PAPER), FILLED);
            const String text = format("%.1f", 100 * share);
            int base;
            const Size extent = getTextSize(text, FONT_HERSHEY_SIMPLEX, 0.42, 1, &base);
            putText(right, text,
                    at(Point2d(j + size / 2., i + size / 2.)) + Point(-extent.width / 2, extent.height / 2),
                    FONT_HERSHEY_SIMPLEX, 0.42, INK, 1, LINE_AA);
        }
    raster(right, size);
    rectangle(right, at(low), at(high), RED, 2);
    return beside(
        {captioned(left, format("blue: footprint of a pixel; red: its box, %.1f x %.1f pixels", box.x, box.y)),
         captioned(right, format("the box on level %d: texels of %dx%d pixels, shares in %%", level, size, size))});
}

Mat figureUnzoom(const Scene& scene, Size panel)
{
    const zoom::ZoomTransform t(gridOf(scene.saliency, zoom::GRID_ATTRACTION), scene.frame.size(), panel);
    const zoom::ZoomTransform cropping(gridOf(scene.saliency, zoom::GRID_ATTRACTION, BORDER_REPLICATE),
                                       scene.frame.size(), panel);
    Mat zoomed, back, cropped, croppedBack, uniform;
    t.zoom(scene.frame, zoomed);
    t.unzoom(zoomed, back);
    cropping.zoom(scene.frame, cropped);
    cropping.unzoom(cropped, croppedBack);
    resize(shrunk(scene.frame, panel), uniform, scene.frame.size(), 0, 0, INTER_LINEAR);

    Point peak;
    minMaxLoc(scene.saliency, nullptr, nullptr, nullptr, &peak);
    Size detail(scene.frame.cols / 6, scene.frame.cols / 6 * panel.height / panel.width);
    const Rect whole(Point(), scene.frame.size());
    Rect part(cvRound(double(peak.x) / (NODES.width - 1) * whole.width) - detail.width / 2,
              cvRound(double(peak.y) / (NODES.height - 1) * whole.height) - detail.height / 2, detail.width,
              detail.height);
    part.x = std::max(0, std::min(part.x, whole.width - part.width));
    part.y = std::max(0, std::min(part.y, whole.height - part.height));
    std::printf("unzoom: salient part, against the frame: zoomed and back %.1f dB, uniform and back %.1f dB\n",
                psnrOf(scene.frame(part), back(part)), psnrOf(scene.frame(part), uniform(part)));
    std::printf("unzoom: whole frame: zoomed and back %.1f dB, uniform and back %.1f dB\n", psnrOf(scene.frame, back),
                psnrOf(scene.frame, uniform));

    Mat marked = scene.frame.clone();
    rectangle(marked, part, YELLOW, 5);
    const Size third((2 * panel.width + 6 - 12) / 3, (2 * panel.width + 6 - 12) / 3 * panel.height / panel.width);
    return below({beside({captioned(shrunk(marked, panel), "the frame"),
                          captioned(zoomed, format("zoomed to %dx%d", panel.width, panel.height))}),
                  beside({captioned(shrunk(back, panel), "unzoomed"),
                          captioned(shrunk(croppedBack, panel), "unzoomed, BORDER_REPLICATE: black was not shown")}),
                  beside({captioned(enlarged(scene.frame, part, third), "detail: the frame"),
                          captioned(enlarged(back, part, third), "zoomed and unzoomed"),
                          captioned(enlarged(uniform, part, third), "resized uniformly and back")})});
}

//! Largest difference between the warp with an identity grid and cv::resize, both with INTER_AREA.
void printIntegerReductions()
{
    Mat grid;
    zoom::identityGrid(NODES, grid);
    for (int k = 1; k <= 8; ++k)
    {
        Mat frame(96 * k, 128 * k, CV_8UC1), zoomed, resized;
        RNG(3).fill(frame, RNG::UNIFORM, 0, 256);
        zoom::ZoomTransform(grid, frame.size(), Size(128, 96)).zoom(frame, zoomed);
        resize(frame, resized, zoomed.size(), 0, 0, INTER_AREA);
        Mat difference;
        absdiff(zoomed, resized, difference);
        std::printf("reduction %d:1 of noise: difference to cv::resize at most %.0f, mean %.3f grey levels\n", k,
                    norm(zoomed, resized, NORM_INF), mean(difference)[0]);
    }
}

void write(const std::filesystem::path& path, const Mat& figure)
{
    ::footage::OutputFile file(path);
    if (!imwrite(file.temporaryPath(), figure, {IMWRITE_JPEG_QUALITY, 85, IMWRITE_PNG_COMPRESSION, 9}))
        CV_Error(Error::StsError, "cannot write '" + path.string() + "'");
    file.finish();
    std::cout << path.string() << ": " << figure.cols << "x" << figure.rows << "\n";
}

} // namespace

int main(int argc, char** argv)
{
    CommandLineParser parser(
        argc, argv,
        "{help h usage ? |              | print this text }"
        "{@image         |              | picture for the figures; without: a street that is drawn }"
        "{output o       | out/sampling | folder for the figures }");
    parser.about("Draws the figures of docs/sampling.md and prints the numbers that it quotes.");
    if (parser.has("help"))
    {
        parser.printMessage();
        return 0;
    }
    const String image = parser.get<String>("@image");
    const std::filesystem::path folder = std::string(parser.get<String>("output"));
    try
    {
        const Scene scene = image.empty() ? drawStreet() : loadScene(image);
        const Size panel(447, cvRound(447. * scene.frame.rows / scene.frame.cols));
        std::filesystem::create_directories(folder);
        write(folder / "grids.jpg", figureGrids(scene, panel));
        write(folder / "borders.jpg", figureBorders(scene, panel));
        write(folder / "shear.jpg", figureShear(447));
        write(folder / "mending.jpg", figureMending(296));
        write(folder / "antialiasing.jpg", figureAntialiasing(scene, panel));
        write(folder / "one_sided.png", figureOneSided(Size(297, 156)));
        write(folder / "box.png", figureBox());
        write(folder / "unzoom.jpg", figureUnzoom(scene, panel));
        printIntegerReductions();
        return 0;
    }
    catch (const std::exception& error)
    {
        std::cerr << "sampling_figures: " << error.what() << "\n";
    }
    return 1;
}
