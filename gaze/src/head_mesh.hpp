// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_HEAD_MESH_HPP
#define ZOOM_GAZE_HEAD_MESH_HPP

#include "mesh.hpp"
#include "zoom_gaze/scene.hpp"

namespace gaze {

//! A horizontal cut through the head.
struct HeadRing
{
    float front, side; //!< heights: the jaw rises to the ears
    float width;       //!< half of it
    float face, back;  //!< z of the foremost and the last point
    float power;       //!< of the superellipse: 2 is an ellipse, more is squarer
};

//! How much longer and wider than average the parts of a face are: what is laid on the head has to follow it.
struct FaceProportions
{
    explicit FaceProportions(const FaceShape& face)
        : width(1 + 0.045f * float(face.width)), length(1 + 0.05f * float(face.length)),
          noseWidth(1 + 0.14f * float(face.noseWidth)), noseLength(1 + 0.09f * float(face.noseLength))
    {
    }

    float width, length; //!< length: of the part below the eyes
    float noseWidth, noseLength;
};

/** The head without hair: rings from the neck to the top, on which nose, sockets, lips and so on are laid. The front
columns are dense. */
class HeadShape
{
public:
    explicit HeadShape(const Scene& scene);

    static constexpr int ROWS = 142, FRONT_COLUMNS = 121, COLUMNS = 156;

    //! A point of the smooth head. @param row 0 (neck) to ROWS-1 (top) @param column 0 to COLUMNS-1
    V3 smooth(int row, int column) const;
    //! The same with the face on it; @p open is the share of the surroundings' light that gets there.
    V3 detailed(const V3& smooth, float& open) const;

    //! Direction of a column: x to the side, y to the front, on a circle.
    static cv::Vec2f columnDirection(int column);

    //! Corners and middle of the mouth's line, height as a function of x.
    float mouthLine(float x) const;
    float mouthHalfWidth() const { return mouth; }
    const FaceProportions& proportions() const { return sizes; }
    float upperLip() const { return upperLipHeight; }
    float lowerLip() const { return lowerLipHeight; }

private:
    float noseHeight(float x, float y) const;

    const Scene& scene;
    const FaceProportions sizes;
    std::array<HeadRing, ROWS> rings;
    float mouth, upperLipHeight, lowerLipHeight, gap;
};

void buildHead(const HeadShape& shape, Patch& head);
void buildEar(const HeadShape& shape, Side side, Patch& ear);

} // namespace gaze

#endif // ZOOM_GAZE_HEAD_MESH_HPP
